import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cookieJar } from "./next-request.ts";
import { POST as stepRoute } from "#app/[locale]/[region]/apply/[queueType]/step/route.ts";
import { getActor } from "#app/_request/actor.ts";
import { readSessionId, writeSessionCookie } from "#app/_request/session-cookie.ts";
import { db, transaction } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { phoneChange } from "#db/schema/sign-in.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { draftOf } from "#lib/applications/drafts.ts";
import { serviceView, wizardView } from "#lib/applications/wizard.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import { type Portal, portalBySlug } from "#lib/regions/views.ts";
import { openSession } from "#lib/sign-in/sessions.ts";
import { artyom, draftFor, signedIn } from "#tests/integration/applications/family.ts";
import { sergey } from "#tests/integration/sign-in/gate.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { press, prove, useSignInDesk } from "./sign-in-desk.ts";

// A light session in the middle of the form: what it may do, where it is led, and what becomes of it.

useTestDatabase();
useSignInDesk();

let akmola: Portal;
let olga: PersonActor;
let draftId: string;
beforeAll(async () => {
  const portal = await portalBySlug("akmola");
  if (portal === null) throw new Error("no portal");
  akmola = portal;
  olga = await signedIn(akmola);
});

/** A browser in which she came in by a code. */
beforeEach(async () => {
  await db().delete(phoneChange);
  cookieJar.clear();
  await writeSessionCookie(await lightSession());
  draftId = await draftFor(olga, akmola, { childIin: "", email: "" });
});

function lightSession(): Promise<string> {
  const facts = { personId: olga.personId, evidenceId: null, device: "", address: "" };
  return transaction((tx) =>
    openSession(
      tx,
      { ...facts, strength: "light", method: "one-time-code", previousSessionId: null },
      new Date(),
    ),
  );
}

async function hold(): Promise<void> {
  await db()
    .insert(phoneChange)
    .values({
      id: newId(),
      regionId: akmola.id,
      personId: olga.personId,
      before: { phone: null, secondPhone: null, email: null },
      passwordBefore: null,
      phone: "+77010000001",
      stopTokenHash: sha256Hex(newId()),
      at: new Date(),
      holdUntil: new Date(Date.now() + 60 * 60_000),
    });
}

async function post(step: "applicant" | "child", fields: Readonly<Record<string, string>>) {
  const marks = Object.keys(fields).map((field) => [`was.${field}`, "\u2022"]);
  const body = new URLSearchParams({
    draft: draftId,
    step,
    consent: "on",
    ...Object.fromEntries(marks),
    ...fields,
  });
  const here = "http://localhost:3000";
  const answer = await stepRoute(
    new Request(`${here}/ru/akmola/apply/general/step`, {
      method: "POST",
      body: String(body),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        host: "localhost:3000",
        origin: here,
      },
    }),
    { params: Promise.resolve({ locale: "ru", region: "akmola", queueType: "general" }) },
  );
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get("location") ?? "", here);
}

const stored = async () => {
  const draft = await draftOf(olga, { regionId: akmola.id, draftId });
  return draft.ok ? draft.value.values : {};
};

const contacts = { email: "light@example.kz", phone: "87770001199", secondPhone: "" };
const child = { childIin: artyom, districtKato: "111000000" };

describe("a light sign-in", () => {
  test("types and goes from page to page", async () => {
    expect((await post("applicant", contacts)).searchParams.get("step")).toBe("child");
    expect(await stored()).toMatchObject(contacts);
  });

  test.each(["find", "forward"])(
    "is led to the strong ways at the child («%s»), with everything kept",
    async (go) => {
      await post("applicant", contacts);
      const to = await post("child", { ...child, go });
      expect(to.pathname).toBe("/ru/akmola/sign-in");
      const back = new URL(to.searchParams.get("return") ?? "", to);
      expect(back.pathname).toBe("/ru/akmola/apply/general");
      expect(Object.fromEntries(back.searchParams)).toMatchObject({
        draft: draftId,
        step: "child",
      });
      expect(await stored()).toMatchObject({ ...contacts, ...child });
      // Neither IIN nor phone stands in the address.
      expect(decodeURIComponent(to.href)).not.toMatch(/230315|0001199/u);
    },
  );

  test("first mends what is wrong: nobody fetches a key to learn of a slip of the finger", async () => {
    await post("applicant", contacts);
    const to = await post("child", { ...child, childIin: "230315590009", go: "find" });
    expect(to.searchParams.get("step")).toBe("child");
    expect(to.searchParams.get("check")).toBe("iin");
  });

  test("learns neither the child's data nor where the family lives", async () => {
    await post("child", child);
    const light = await getActor();
    const view = await wizardView(light, { portal: akmola, draftId }, new Date());
    if (!view.ok) throw new Error(view.code);
    expect(view.value).toMatchObject({
      lookup: null,
      newcomer: null,
      mayLookUp: false,
      papers: [],
    });
    expect(view.value.applicant.facts.registration).toBeNull();
    expect(view.value.suggestedDistrict).toBeNull();
    const service = await serviceView(light, akmola, "general", new Date());
    expect(service.applicant?.facts.registration).toBeNull();
    // The same for her with her signature: it is there.
    const whole = await wizardView(olga, { portal: akmola, draftId }, new Date());
    expect(whole.ok && whole.value.applicant.facts.registration).not.toBeNull();
    expect(whole.ok && whole.value.lookup?.state).toBe("known");
  });

  test("cannot type while the phone may be a stranger's: the typing waits, sealed", async () => {
    await hold();
    const to = await post("applicant", contacts);
    expect(to.pathname).toBe("/ru/akmola/sign-in");
    expect((await stored()).email).toBe("");
    expect([...cookieJar.keys()].filter((name) => name.includes("typed"))).toHaveLength(1);
    expect(JSON.stringify([...cookieJar])).not.toContain("light@");
  });
});

describe("stepping up", () => {
  const back = () => `/ru/akmola/apply/general?draft=${draftId}&step=child`;

  test("leads back to the page, by no detour for who is in already, in a new session", async () => {
    const before = await readSessionId();
    await prove({ returnTo: back() });
    expect(await press(back())).toBe(back());
    const after = await readSessionId();
    expect(after).not.toBe(before);
    expect(await getActor()).toMatchObject({ personId: olga.personId, strength: "strong" });
    const [old] = await db()
      .select()
      .from(session)
      .where(eq(session.id, before ?? ""));
    expect(old?.revokedAt).not.toBeNull();
    await writeSessionCookie(before ?? "");
    expect((await getActor()).kind).toBe("anonymous");
  });

  test("by another person ends her session and opens nothing of hers", async () => {
    const before = await readSessionId();
    await prove({ iin: sergey.iin, returnTo: back() });
    // A first entry, as if nobody had been here.
    expect(await press(back())).toContain("/cabinet/profile?first=1");
    const his = await getActor();
    expect(his).toMatchObject({ iin: sergey.iin });
    expect(await wizardView(his, { portal: akmola, draftId }, new Date())).toMatchObject({
      code: "not-yours",
    });
    await writeSessionCookie(before ?? "");
    expect((await getActor()).kind).toBe("anonymous");
  });
});
