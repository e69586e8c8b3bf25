import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, queueEntry, queueEvent } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { message } from "#db/schema/notifications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { saveDraft } from "#lib/applications/drafts.ts";
import { myApplications } from "#lib/applications/journal.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import { contactOf } from "#lib/people/records.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  challengeFor,
  later,
  newBrowser,
  now,
  openPortals,
  sergey,
  sign,
  withoutResponder,
} from "../sign-in/gate.ts";
import { rule } from "./asked-family.ts";
import {
  artyom,
  beginAnew,
  compose,
  draftFor,
  registered,
  signedIn,
  submit,
  textOf,
  written,
} from "./family.ts";

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
});

beforeEach(beginAnew);

describe("a signed application", () => {
  test("is registered whole: number, place, evidence, event, notice, messages, jobs, audit", async () => {
    const before = await written();
    const draftId = await draftFor(olga, akmola);
    const text = await textOf(olga, akmola, draftId);
    const cms = sign(text.bytes);
    const done = await submit(olga, akmola, { requestId: text.requestId, cms });
    if (!done.ok) throw new Error(done.code);
    expect(done.value.number).toMatch(/^26-11-\d{6}$/);
    const after = await written();
    expect({
      application: after.application - before.application,
      entry: after.entry - before.entry,
      event: after.event - before.event,
      document: after.document - before.document,
      evidence: after.evidence - before.evidence,
    }).toEqual({ application: 1, entry: 1, event: 1, document: 1, evidence: 1 });
    expect(after.message).toBeGreaterThan(before.message);
    expect(after.jobs).toBeGreaterThan(before.jobs);

    const [row] = await db()
      .select()
      .from(application)
      .where(eq(application.id, done.value.applicationId));
    expect(row).toMatchObject({
      status: "REGISTERED",
      queueType: "general",
      districtKato: "111000000",
      applicantId: olga.personId,
      phone: "+77770001199",
      email: "olga@example.kz",
      registeredAt: now,
    });
    const [evidence] = await db()
      .select()
      .from(signatureEvidence)
      .where(eq(signatureEvidence.id, row?.evidenceId ?? ""));
    expect(Buffer.from(evidence?.content ?? []).equals(Buffer.from(text.bytes))).toBe(true);
    expect(Buffer.from(evidence?.cms ?? []).toString()).toBe(cms);
    expect(evidence).toMatchObject({
      signerIin: olga.iin,
      revocation: "good",
      algorithm: "gost-2015-512",
    });
    const [notice] = await db()
      .select()
      .from(issuedDocument)
      .where(eq(issuedDocument.applicationId, done.value.applicationId));
    expect(notice?.facts).toMatchObject({
      number: done.value.number,
      position: 1,
      entryCode: row?.entryCode,
    });
    const messages = await db().select().from(message).where(eq(message.personId, olga.personId));
    expect(messages.map((each) => each.channel).toSorted()).toEqual(["email", "sms"]);
    expect(JSON.stringify(messages)).not.toContain(artyom);
    const audits = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, done.value.applicationId));
    expect(audits).toHaveLength(1);
    expect((await contactOf(db(), olga.personId))?.phone).toBe("+77770001199");
    const journal = await myApplications(olga, akmola.id, now);
    expect(journal.ok && journal.value[0]).toMatchObject({
      number: done.value.number,
      childName: { surname: "КИМ", givenName: "АРТЁМ" },
      place: { position: 1, total: 1 },
    });
  });

  test("is told to choose kindergartens where places are given by wishes", async () => {
    const told = async () => {
      const rows = await db()
        .select()
        .from(message)
        .where(eq(message.template, "registered-choosing"));
      return rows.map((row) => row.channel).toSorted();
    };
    expect(await told()).toEqual([]);
    await rule(akmola.id, { regime: "choices" }, "2025-01-01");
    const text = await textOf(olga, akmola, await draftFor(olga, akmola));
    const done = await submit(olga, akmola, { requestId: text.requestId, cms: sign(text.bytes) });
    if (!done.ok) throw new Error(done.code);
    expect(await told()).toEqual(["email", "sms"]);
    const journal = await myApplications(olga, akmola.id, now);
    const lines = journal.ok ? journal.value.filter(({ wishesDue }) => wishesDue) : [];
    expect(lines.map(({ number }) => number)).toEqual([done.value.number]);
    await rule(akmola.id, { regime: "bulletin" }, "2025-02-01");
  });

  test("may be signed by an RSA key as well", async () => {
    const draftId = await draftFor(olga, akmola);
    const text = await textOf(olga, akmola, draftId);
    const done = await submit(olga, akmola, {
      requestId: text.requestId,
      cms: sign(text.bytes, { rsa: true }),
    });
    expect(done.ok).toBe(true);
  });

  test("sent again gives the same number, and five at once give one application", async () => {
    const draftId = await draftFor(olga, akmola);
    const text = await textOf(olga, akmola, draftId);
    const order = { requestId: text.requestId, cms: sign(text.bytes) };
    const before = await written();
    const all = await Promise.all(Array.from({ length: 5 }, () => submit(olga, akmola, order)));
    const numbers = new Set(all.map((each) => (each.ok ? each.value.number : each.code)));
    const again = await submit(olga, akmola, order, later(60));
    expect(again).toMatchObject({ ok: true, value: { now: false } });
    const number = again.ok ? again.value.number : "";
    // Those that came while the first was writing hear its number too.
    expect([...numbers]).toEqual([number]);
    expect(all.filter((each) => each.ok && each.value.now)).toHaveLength(1);
    expect((await written()).application).toBe(before.application + 1);
  });

  test("with a privilege stands in its class from the claim on", async () => {
    await registered(olga, akmola);
    const [entry] = await db().select().from(queueEntry).where(eq(queueEntry.waiting, true));
    expect(entry).toMatchObject({ class: "ordinary", cohort: 2023, districtKato: "111000000" });
    const events = await db()
      .select()
      .from(queueEvent)
      .where(eq(queueEvent.applicationId, entry?.applicationId ?? ""));
    expect(events.map((each) => each.kind)).toEqual(["registered"]);
    expect(JSON.stringify(events)).not.toMatch(/\d{12}|КИМ/);
  });
});

describe("what is not signed as it must be", () => {
  test.each<[LeafVariant, string]>([
    ["expired", "expired"],
    ["not-yet-valid", "not-yet-valid"],
    ["revoked", "revoked"],
    ["rogue", "untrusted-ca"],
    ["head", "not-a-person"],
    ["no-iin", "no-iin"],
    ["two-iins", "two-iins"],
    ["wrong-usage", "wrong-key-usage"],
    ["auth", "wrong-key-usage"],
  ])(
    "a key that is %s is refused with its own code and nothing is stored",
    async (variant, code) => {
      const text = await textOf(olga, akmola, await draftFor(olga, akmola));
      const before = await written();
      const rsa = variant === "auth";
      const done = await submit(olga, akmola, {
        requestId: text.requestId,
        cms: sign(text.bytes, { variant, rsa }),
      });
      expect(done).toMatchObject({ ok: false, code });
      expect(await written()).toEqual(before);
    },
  );

  test("another person's key, another text, a sign-in text, rubbish", async () => {
    const text = await textOf(olga, akmola, await draftFor(olga, akmola));
    const before = await written();
    const challenge = await challengeFor(akmola, newBrowser());
    const changed = new TextEncoder().encode(
      new TextDecoder().decode(text.bytes).replace("+77770001199", "+77770001198"),
    );
    const attempts: [string, string][] = [
      [sign(text.bytes, { iin: sergey.iin }), "wrong-person"],
      [sign(changed), "content-mismatch"],
      [sign(challenge.content), "content-mismatch"],
      ["", "malformed"],
      ["<html>", "malformed"],
    ];
    for (const [cms, code] of attempts) {
      expect(await submit(olga, akmola, { requestId: text.requestId, cms })).toMatchObject({
        ok: false,
        code,
      });
    }
    expect(await written()).toEqual(before);
    // A refusal spends nothing: the right key still works.
    expect(
      (await submit(olga, akmola, { requestId: text.requestId, cms: sign(text.bytes) })).ok,
    ).toBe(true);
  });

  test("a text that waited too long, and one whose draft has changed since", async () => {
    const draftId = await draftFor(olga, akmola);
    const text = await textOf(olga, akmola, draftId);
    const order = { requestId: text.requestId, cms: sign(text.bytes) };
    expect(await submit(olga, akmola, order, later(31 * 60))).toMatchObject({
      ok: false,
      code: "request-expired",
    });
    const otherTab = { regionId: akmola.id, draftId, values: { phone: "+77770001198" } };
    await saveDraft(olga, otherTab, later(5));
    expect(await submit(olga, akmola, order, later(10))).toMatchObject({
      ok: false,
      code: "request-stale",
    });
    const fresh = await textOf(olga, akmola, draftId, later(20));
    expect(fresh.requestId).not.toBe(text.requestId);
    expect(await submit(olga, akmola, order, later(30))).toMatchObject({
      ok: false,
      code: "request-stale",
    });
  });

  test("a second application for the child, told before and refused after", async () => {
    const first = await draftFor(olga, akmola);
    const second = await draftFor(olga, akmola);
    const texts = [await textOf(olga, akmola, first), await textOf(olga, akmola, second)];
    const results = await Promise.all(
      texts.map((text) =>
        submit(olga, akmola, { requestId: text.requestId, cms: sign(text.bytes) }),
      ),
    );
    expect(results.map((each) => (each.ok ? "ok" : each.code)).toSorted()).toEqual([
      "duplicate",
      "ok",
    ]);
    const third = await compose(olga, akmola, await draftFor(olga, akmola));
    expect(third).toMatchObject({ ok: false, code: "problems", detail: [{ code: "duplicate" }] });
  });
});

test("a child stands in one kind of queue only where the policy says so", async () => {
  const [first, second] = [await draftFor(olga, akmola), await draftFor(olga, akmola)];
  const [one, two] = [await textOf(olga, akmola, first), await textOf(olga, akmola, second)];
  const done = await submit(olga, akmola, { requestId: one.requestId, cms: sign(one.bytes) });
  if (!done.ok) throw new Error(done.code);
  // As if it had been another kind.
  const same = eq(application.id, done.value.applicationId);
  await db().update(application).set({ queueType: "special" }).where(same);
  const other = await draftFor(olga, akmola);
  expect(await compose(olga, akmola, other)).toMatchObject({ ok: true });

  await rule(akmola.id, { severalQueueTypes: false });
  const before = await written();
  const told = { ok: false, code: "problems", detail: [{ code: "duplicate" }] };
  expect(await compose(olga, akmola, other)).toMatchObject(told);
  const order = { requestId: two.requestId, cms: sign(two.bytes) };
  expect(await submit(olga, akmola, order)).toMatchObject({ ok: false, code: "duplicate" });
  expect((await written()).application).toBe(before.application);
  await rule(akmola.id, { severalQueueTypes: true }, "2026-01-01");
  expect(await submit(olga, akmola, order)).toMatchObject({ ok: true });
});

test("signatures are not checked without end for one person", async () => {
  const draftId = await draftFor(olga, akmola);
  let asked = 0;
  const counting: typeof withoutResponder = (question) => {
    asked += 1;
    return withoutResponder(question);
  };
  const tomorrow = later(24 * 60 * 60);
  const fresh = await textOf(olga, akmola, draftId, tomorrow);
  const order = { requestId: fresh.requestId, cms: "rubbish" };
  for (let n = 0; n < 60; n += 1) {
    expect(await submit(olga, akmola, order, tomorrow, counting)).toMatchObject({
      code: "malformed",
    });
  }
  const refused = await submit(olga, akmola, order, tomorrow, counting);
  expect(refused).toMatchObject({ ok: false, code: "too-often" });
  expect(refused.ok || refused.detail.at?.getTime()).toBeGreaterThan(tomorrow.getTime());
  expect(asked).toBe(60);
});

test("a message that is not one of ours never becomes an application", async () => {
  const text = await textOf(olga, akmola, await draftFor(olga, akmola));
  const stranger = { requestId: "00000000-0000-4000-8000-000000000000", cms: sign(text.bytes) };
  expect(await submit(olga, akmola, stranger)).toMatchObject({ ok: false, code: "not-yours" });
});
