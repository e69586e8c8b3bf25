import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, signingRequest } from "#db/schema/applications.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import { session } from "#db/schema/sessions.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { decodeContent, encodeContent } from "#lib/applications/content.ts";
import { saveDraft } from "#lib/applications/drafts.ts";
import { openSigning } from "#lib/demo/fake-phone.ts";
import type { Portal } from "#lib/regions/views.ts";
import { accept } from "#lib/sign-in/accept-mobile.ts";
import { howFarMobile } from "#lib/sign-in/collect-mobile.ts";
import { mobileSigningOf } from "#lib/sign-in/mobile-view.ts";
import { startMobileSubmission } from "#lib/sign-in/start-mobile.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  beginAnew,
  compose,
  draftFor,
  lightly,
  signedIn,
  submit,
  textOf,
} from "../applications/family.ts";
import { newBrowser, now, openPortals, sergey, sign, verifier, withoutResponder } from "./gate.ts";
import { addressOf, beginSubmission, origin, phoneAt, rowOf, signOnPhone } from "./mobile-desk.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let other: PersonActor;
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  other = await signedIn(akmola, sergey.iin);
});
beforeEach(async () => {
  await beginAnew();
  olga = await signedIn(akmola);
});

/** A text ready to be signed, and a browser in which its owner chose the telephone. */
async function ready(actor = olga) {
  const draftId = await draftFor(actor, akmola);
  const text = await textOf(actor, akmola, draftId);
  const browserSecret = newBrowser();
  const order = { portal: akmola, draftId, requestId: text.requestId, browserSecret };
  const started = await beginSubmission(actor, order);
  if (!started.ok) throw new Error(started.code);
  const asker = { browserSecret, regionId: akmola.id, purpose: "application" } as const;
  const view = (at = now) => mobileSigningOf({ ...asker, subjectId: text.requestId }, origin, at);
  return { id: started.value.id, order, text, draftId, view };
}

const applications = async () => (await db().select().from(application)).length;

describe("an application signed on a telephone", () => {
  test("is told as registered, even where the process ended before that was noted", async () => {
    const { id, order, view } = await ready();
    const { browserSecret } = order;
    await signOnPhone(id);
    const unnoted = { state: "seen", usedAt: null } as const;
    await db().update(mobileSigning).set(unnoted).where(eq(mobileSigning.id, id));
    const later = new Date(now.getTime() + 10 * 60_000);
    expect((await view(later))?.state).toBe("done");
    const question = { id, browserSecret, origin, requestId: null };
    expect((await howFarMobile(question, async () => verifier, later))?.state).toBe("done");
    const { cms } = await rowOf(id);
    const again = { cms: new TextDecoder().decode(cms ?? undefined), client: {}, requestId: null };
    expect((await accept(await rowOf(id), again, verifier, later)).ok).toBe(true);
  });

  test("is the frozen text, registered at once, with evidence that says how", async () => {
    const { id, text, view } = await ready();
    const { opened, answer } = await signOnPhone(id);
    expect(answer).toEqual({ status: 200, body: "success" });
    expect((await view())?.state).toBe("done");
    const [evidence] = await db()
      .select()
      .from(signatureEvidence)
      .where(eq(signatureEvidence.subjectId, text.requestId));
    expect(Buffer.from(evidence?.content ?? []).equals(Buffer.from(text.bytes))).toBe(true);
    expect(evidence).toMatchObject({
      purpose: "application",
      signerIin: olga.iin,
      client: { kind: "egov-mobile" },
    });
    const [row] = await db()
      .select()
      .from(application)
      .where(eq(application.evidenceId, evidence?.id ?? ""));
    expect(row).toMatchObject({ status: "REGISTERED", applicantId: olga.personId });
    expect(opened.description).not.toContain(olga.iin);
  });

  test("carries the code that the screen and the telephone show", async () => {
    const { id, text, view } = await ready();
    const opened = await openSigning(phoneAt(), addressOf(id));
    const code = text.content.code ?? "";
    expect(code).toMatch(/^\d{4}$/u);
    expect(new TextDecoder().decode(text.bytes)).toContain(`"code":"${code}"`);
    expect(opened.description).toContain(`Код сверки: ${code}`);
    expect(opened.description).not.toContain("Код для входа");
    expect(await view()).toMatchObject({ code, asksCode: false });
  });

  test("is accepted while the responder is silent, and sent twice is one application", async () => {
    const { id } = await ready();
    const before = await applications();
    const { answer } = await signOnPhone(id, {}, { verify: withoutResponder });
    expect(answer.status).toBe(200);
    expect(await applications()).toBe(before + 1);
    await expect(signOnPhone(id)).rejects.toThrow("not-answered");
    expect(await applications()).toBe(before + 1);
  });

  test("may be signed by NCALayer instead; then the telephone is too late", async () => {
    const { id, text } = await ready();
    const cms = sign(text.bytes);
    expect((await submit(olga, akmola, { requestId: text.requestId, cms })).ok).toBe(true);
    const before = await applications();
    // The very same text: it leads to the registration there is.
    expect((await signOnPhone(id)).answer.status).toBe(200);
    expect(await applications()).toBe(before);
  });
});

describe("is not registered", () => {
  /** What the telephone was answered, how it ended here, and how many applications came of it. */
  async function attempt(id: string, key: Parameters<typeof signOnPhone>[1] = {}) {
    const before = await applications();
    const { answer } = await signOnPhone(id, key);
    const { state, outcome } = await rowOf(id);
    return { status: answer.status, state, outcome, made: (await applications()) - before };
  }
  const refusedAs = (outcome: string) => ({ status: 403, state: "refused", outcome, made: 0 });

  test("by somebody else's telephone: a QR code that was sent around is worth nothing", async () => {
    const { id, view } = await ready();
    expect(await attempt(id, { iin: sergey.iin })).toEqual(refusedAs("wrong-person"));
    expect(await view()).toMatchObject({ state: "refused", outcome: "wrong-person" });
  });

  test("by an expired or revoked key", async () => {
    for (const variant of ["expired", "revoked"] as const) {
      expect(await attempt((await ready()).id, { variant })).toEqual(refusedAs(variant));
    }
  });

  test("after the session that asked was ended", async () => {
    const { id } = await ready();
    await db().update(session).set({ revokedAt: now }).where(eq(session.id, olga.sessionId));
    expect(await attempt(id)).toEqual(refusedAs("signed-out"));
  });

  test("after the draft was changed and composed anew", async () => {
    const { id, draftId } = await ready();
    const values = { email: "other@example.kz" };
    await saveDraft(olga, { regionId: akmola.id, draftId, values }, now);
    await compose(olga, akmola, draftId);
    expect(await attempt(id)).toEqual(refusedAs("request-stale"));
  });
});

describe("is not even begun", () => {
  test("by a visitor, by a light session, by somebody else, in another region, for an older text", async () => {
    const { order } = await ready();
    const begin = (actor: Parameters<typeof startMobileSubmission>[0], changes = {}) =>
      startMobileSubmission(actor, { ...order, origin, ...changes }, now);
    expect(await begin(anonymous("ru"))).toMatchObject({ code: "signed-out" });
    expect(await begin(lightly(olga))).toMatchObject({ code: "too-light" });
    expect(await begin(other)).toMatchObject({ code: "not-yours" });
    expect(await begin(olga, { portal: oral })).toMatchObject({ code: "not-yours" });
    expect(await begin(olga, { requestId: randomUUID() })).toMatchObject({
      code: "request-stale",
    });
  });
});

describe("a text from before there were codes", () => {
  test("is still read, and still signed by NCALayer, but composed anew for the telephone", async () => {
    const draftId = await draftFor(olga, akmola);
    const text = await textOf(olga, akmola, draftId);
    const { code, ...older } = text.content;
    const bytes = encodeContent(older);
    expect(code).toBeDefined();
    expect(decodeContent(bytes)).toEqual(older);
    expect(new TextDecoder().decode(bytes)).not.toContain('"code"');
    await db()
      .update(signingRequest)
      .set({ content: bytes })
      .where(eq(signingRequest.id, text.requestId));
    const order = { portal: akmola, draftId, requestId: text.requestId };
    expect(await beginSubmission(olga, { ...order, browserSecret: newBrowser() })).toMatchObject({
      code: "request-stale",
    });
    const again = await compose(olga, akmola, draftId);
    expect(again.ok && again.value.requestId).not.toBe(text.requestId);
  });
});
