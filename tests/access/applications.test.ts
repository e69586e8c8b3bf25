import { beforeAll, describe, expect, test } from "vitest";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { anonymous } from "#lib/access/actor.ts";
import { lookupChild } from "#lib/applications/child.ts";
import { composeApplication, signingView } from "#lib/applications/compose.ts";
import {
  discardDraft,
  draftOf,
  myDrafts,
  saveDraft,
  startDraft,
} from "#lib/applications/drafts.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { submitApplication } from "#lib/applications/submit.ts";
import { wizardView } from "#lib/applications/wizard.ts";
import { openEvidence } from "#lib/documents/evidence-package.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  artyom,
  draftFor,
  lightly,
  registered,
  signedIn,
  textOf,
} from "../integration/applications/family.ts";
import { now, openPortals, sergey, sign, verifier } from "../integration/sign-in/gate.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let stranger: PersonActor;
let draftId: string;
let number: string;
let signing: { requestId: string; bytes: Uint8Array };

beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
  stranger = await signedIn(akmola, sergey.iin);
  ({ number } = await registered(olga, akmola));
  draftId = await draftFor(olga, akmola, { childIin: "211130590001" });
  signing = await textOf(olga, akmola, draftId);
});

type Try = (
  actor: Actor,
  portal: Portal,
) => Promise<{ readonly ok: boolean; readonly code?: string }>;

/** Everything that can be done to or seen of an application, by one line each. */
const doors: Readonly<Record<string, Try>> = {
  "read the draft": (actor, portal) => draftOf(actor, { regionId: portal.id, draftId }),
  "see the wizard": (actor, portal) => wizardView(actor, { portal, draftId }, now),
  "write the draft": (actor, portal) =>
    saveDraft(actor, { regionId: portal.id, draftId, values: {} }, now),
  "compose the text": (actor, portal) =>
    composeApplication(
      actor,
      { portal, draftId, origin: "https://kezek.example", locale: "ru" },
      now,
    ),
  "see the text": (actor, portal) => signingView(actor, { regionId: portal.id, draftId }, now),
  submit: (actor, portal) =>
    submitApplication(
      actor,
      {
        regionId: portal.id,
        requestId: signing.requestId,
        cms: sign(signing.bytes),
        client: {},
        traceId: null,
      },
      verifier,
      now,
    ),
  "read the application": (actor, portal) =>
    applicationView(actor, { regionId: portal.id, number }, now),
  "take the evidence": (actor, portal) =>
    openEvidence(actor, { regionId: portal.id, which: number, traceId: null }, now),
  "throw the draft away": (actor, portal) =>
    discardDraft(actor, { regionId: portal.id, draftId }, now),
};
/** What a light sign-in may do too: read one's own, and type. */
const typing = new Set(["write the draft", "throw the draft away"]);
const light = new Set([
  ...typing,
  "read the draft",
  "see the wizard",
  "see the text",
  "read the application",
  "take the evidence",
]);

describe.each(Object.entries(doors))("%s", (name, knock) => {
  test("signed out: asked to sign in", async () => {
    expect(await knock(anonymous("ru"), akmola)).toMatchObject({ ok: false, code: "signed-out" });
  });
  test("another parent: not there", async () => {
    expect(await knock(stranger, akmola)).toMatchObject({ ok: false, code: "not-yours" });
  });
  test("another parent with a light sign-in: not there, and no word of stepping up", async () => {
    expect(await knock(lightly(stranger), akmola)).toMatchObject({ ok: false, code: "not-yours" });
  });
  test("from another region's path: not there", async () => {
    expect(await knock(olga, oral)).toMatchObject({ ok: false, code: "not-yours" });
  });
  test("an officer of the region has no door here", async () => {
    const officer: PersonActor = {
      ...stranger,
      roles: [{ role: "officer", regionId: akmola.id }],
    };
    expect(await knock(officer, akmola)).toMatchObject({ ok: false, code: "not-yours" });
  });
  test("the owner while a phone that came by answers can be stopped: only reads", async () => {
    const result = await knock({ ...lightly(olga), onHold: true }, akmola);
    expect(result.code === "too-light").toBe(!light.has(name) || typing.has(name));
  });
  test("the owner with a light sign-in: reads and types", async () => {
    const result = await knock(lightly(olga), akmola);
    expect(result.code === "too-light").toBe(!light.has(name));
  });
});

describe("lists", () => {
  test("show one's own and nothing else", async () => {
    const mine = await myApplications(olga, akmola.id, now);
    expect(mine.ok && mine.value.map((line) => line.number)).toEqual([number]);
    expect(await myApplications(stranger, akmola.id, now)).toEqual({ ok: true, value: [] });
    expect(await myApplications(olga, oral.id, now)).toEqual({ ok: true, value: [] });
    expect(await myApplications(anonymous("kk"), akmola.id, now)).toMatchObject({ ok: false });
    expect(await myDrafts(stranger, akmola.id)).toEqual({ ok: true, value: [] });
    expect(await myDrafts(anonymous("kk"), akmola.id)).toMatchObject({ ok: false });
  });
});

describe("a child's data", () => {
  const question = { queueType: "general", childIin: artyom };
  test("are not looked up for a visitor or a light sign-in", async () => {
    const ask = (actor: PersonActor) =>
      lookupChild(actor, { ...question, regionId: akmola.id }, now);
    expect(await ask(lightly(olga))).toMatchObject({ ok: false, code: "too-light" });
  });
  test("are not shown to an adult whom the civil register does not name", async () => {
    const other = await draftFor(stranger, akmola, { childIin: "220720690004" });
    const view = await wizardView(stranger, { portal: akmola, draftId: other }, now);
    if (!view.ok) throw new Error(view.code);
    expect(view.value.lookup).toMatchObject({ state: "known", kinship: "none" });
    expect(view.value.mustDeclare).toBe(true);
    expect(view.value.problems.child.map((problem) => problem.code)).toContain("no-kin");
  });
  test("cannot be asked about without end", async () => {
    let refused = 0;
    for (let n = 0; n < 130; n += 1) {
      const result = await lookupChild(stranger, { ...question, regionId: oral.id }, now);
      if (!result.ok && result.code === "too-many") refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
  });
});

test("a draft cannot be opened by a visitor, nor while a phone that came by answers can be stopped", async () => {
  const input = {
    regionId: akmola.id,
    queueType: "general" as const,
    idempotencyKey: "11111111-1111-4111-8111-111111111111",
    values: {},
  };
  expect(await startDraft(anonymous("ru"), input, now)).toMatchObject({ code: "signed-out" });
  const held = { ...lightly(olga), onHold: true };
  expect(await startDraft(held, input, now)).toMatchObject({ code: "too-light" });
  const once = await startDraft(lightly(olga), input, now);
  expect(await startDraft(olga, input, now)).toEqual(once);
});
