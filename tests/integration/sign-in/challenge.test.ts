import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { signatureEvidence, signInChallenge, signInTicket } from "#db/schema/eds.ts";
import { person } from "#db/schema/people.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { attemptLimits } from "#lib/sign-in/limits.ts";
import { startChallenge } from "#lib/sign-in/start-challenge.ts";
import { ticketOwner } from "#lib/sign-in/ticket.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  answer,
  challengeFor,
  later,
  newBrowser,
  now,
  olga,
  openPortals,
  sign,
  ticketFor,
  verifier,
  withoutResponder,
} from "./gate.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
});

async function outcomeOf(id: string) {
  const [row] = await db().select().from(signInChallenge).where(eq(signInChallenge.id, id));
  return row;
}
const tickets = async () => (await db().select().from(signInTicket)).length;
const evidence = async () => (await db().select().from(signatureEvidence)).length;

describe("the text to sign", () => {
  test("is new each time, kept as given, and names the portal in the reader's language", async () => {
    const browser = newBrowser();
    const one = await challengeFor(akmola, browser);
    const two = await challengeFor(akmola, browser);
    expect(Buffer.from(one.content).equals(Buffer.from(two.content))).toBe(false);
    const kept = await outcomeOf(one.id);
    expect(Buffer.from(kept?.content ?? []).equals(Buffer.from(one.content))).toBe(true);
    expect(kept?.browserHash).toBe(sha256Hex(browser));
    const text = new TextDecoder().decode(one.content);
    expect(text).toContain("aud=https://kezek.example/akmola");
    expect(text).toContain("Вход на портал: Ақмолаская область, https://kezek.example");
    expect(one.expiresAt).toEqual(later(180));
  });

  test("is not given without end to one browser", async () => {
    const browser = newBrowser();
    for (let n = 0; n < attemptLimits.browser.count; n += 1) await challengeFor(akmola, browser);
    const refused = await startChallenge(
      {
        portal: akmola,
        browserSecret: browser,
        address: "",
        origin: "https://kezek.example",
        locale: "ru",
      },
      now,
    );
    expect(refused).toMatchObject({
      ok: false,
      code: "too-many",
      detail: { seconds: expect.toSatisfy((seconds: number) => seconds > 0) },
    });
  });

  test("is not given without end to one address, whatever the browsers say they are", async () => {
    const ask = () =>
      startChallenge(
        {
          portal: akmola,
          browserSecret: newBrowser(),
          address: "203.0.113.7",
          origin: "https://kezek.example",
          locale: "kk",
        },
        now,
      );
    for (let n = 0; n < attemptLimits.address.count; n += 1) expect((await ask()).ok).toBe(true);
    expect(await ask()).toMatchObject({ ok: false, code: "too-many" });
  });
});

describe("a good signature", () => {
  test.each([
    ["a GOST key, which carries no clientAuth", {}],
    ["an RSA key", { rsa: true }],
    ["an AUTH_RSA key of the old manuals", { rsa: true, variant: "auth" as const }],
  ])("by %s earns a ticket and leaves evidence", async (_, key) => {
    const browserSecret = newBrowser();
    const challenge = await challengeFor(akmola, browserSecret);
    const cms = sign(challenge.content, key);
    const made = await answer(akmola, { challengeId: challenge.id, browserSecret, cms });
    if (!made.ok) throw new Error(made.code);

    const [row] = await db()
      .select()
      .from(signatureEvidence)
      .where(eq(signatureEvidence.subjectId, challenge.id));
    expect(row).toMatchObject({
      purpose: "sign-in",
      regionId: akmola.id,
      signerIin: olga.iin,
      signerName: "КИМ ОЛЬГА СЕРГЕЕВНА",
      algorithm: "rsa" in key ? "rsa-sha256" : "gost-2015-512",
      revocation: "good",
      contentSha256: sha256Hex(challenge.content),
      receivedAt: now,
    });
    // What the browser sent stays as it was sent, and the proof that the key stood stays with it.
    expect(new TextDecoder().decode(row?.cms)).toBe(cms);
    expect(row?.revocationEvidence?.length).toBeGreaterThan(100);
    expect(row?.trustAnchors).toHaveLength(4);

    const holder = { token: made.value.token, browserSecret, regionId: akmola.id };
    expect(await ticketOwner(db(), holder, now)).toMatchObject({
      iin: olga.iin,
      name: "КИМ ОЛЬГА СЕРГЕЕВНА",
    });
    expect((await outcomeOf(challenge.id))?.outcome).toBe("ok");
  });

  test("makes the person known by the certificate's name", async () => {
    await ticketFor(akmola);
    const [row] = await db().select().from(person).where(eq(person.iin, olga.iin));
    expect(row).toMatchObject({
      surname: "КИМ",
      givenName: "ОЛЬГА",
      patronymic: "СЕРГЕЕВНА",
      source: "certificate",
    });
  });

  test("keeps the way back only when it stays in the portal", async () => {
    const inside = await ticketFor(akmola, {}, "/ru/akmola/apply/general");
    expect((await ticketOwner(db(), inside, now))?.returnTo).toBe("/ru/akmola/apply/general");
    const outside = await ticketFor(akmola, {}, "//evil.example/ru/akmola");
    expect((await ticketOwner(db(), outside, now))?.returnTo).toBeNull();
  });
});

describe("an answer that must not enter", () => {
  /** Tries to enter, and tells the answer, what the challenge's row says and how many tickets and evidences it made. */
  async function attempt(
    make: (content: Uint8Array) => string,
    verify?: Parameters<typeof answer>[3],
  ) {
    const before = (await tickets()) + (await evidence());
    const browserSecret = newBrowser();
    const challenge = await challengeFor(akmola, browserSecret);
    const cms = make(challenge.content);
    const asked = { challengeId: challenge.id, browserSecret, cms };
    const made = await answer(akmola, asked, now, verify);
    const row = await outcomeOf(challenge.id);
    const left = (await tickets()) + (await evidence()) - before;
    return { made, outcome: row?.outcome, usedAt: row?.usedAt, left };
  }
  const refused = (code: string) => ({
    made: { ok: false, code },
    outcome: code,
    usedAt: now,
    left: 0,
  });

  test.each([
    ["revoked", "revoked"],
    ["expired", "expired"],
    ["not-yet-valid", "not-yet-valid"],
    ["rogue", "untrusted-ca"],
    ["head", "not-a-person"],
    ["no-iin", "no-iin"],
    ["two-iins", "two-iins"],
    ["wrong-usage", "wrong-key-usage"],
  ] as const)("a key that is %s says %s", async (variant, code) => {
    for (const rsa of [false, true]) {
      const tried = await attempt((content) => sign(content, { variant, rsa }));
      expect(tried).toMatchObject(refused(code));
    }
  });

  test("an expired key comes with its last day", async () => {
    const { made } = await attempt((content) => sign(content, { variant: "expired" }));
    expect(made).toMatchObject({
      code: "expired",
      detail: { at: expect.toSatisfy((at: Date) => at.getTime() < now.getTime()) },
    });
  });

  test("the text of an application, signed by the same person, is not a sign-in", async () => {
    const application = new TextEncoder().encode('kezek-application/1\n{"child":"230315590008"}\n');
    expect(await attempt(() => sign(application))).toMatchObject(refused("content-mismatch"));
  });

  test("another challenge's text is not this one's", async () => {
    const other = await challengeFor(akmola, newBrowser());
    expect(await attempt(() => sign(other.content))).toMatchObject(refused("content-mismatch"));
  });

  test("a key whose revocation cannot be learned waits outside", async () => {
    const tried = await attempt((content) => sign(content), withoutResponder);
    expect(tried).toMatchObject(refused("revocation-unknown"));
  });

  test("a verdict that never asked about revocation is not believed", async () => {
    const tried = await attempt(
      (content) => sign(content),
      async (question) => {
        const verdict = await verifier(question);
        return { ...verdict, evidence: { ...verdict.evidence, revocation: null } };
      },
    );
    expect(tried).toMatchObject(refused("revocation-unknown"));
  });

  test.each([
    ["nothing", ""],
    ["words", "подпись"],
    ["a bare certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"],
  ])("%s instead of a signature is malformed", async (_, cms) => {
    expect(await attempt(() => cms)).toMatchObject(refused("malformed"));
  });

  test("a message as long as a book is refused unread", async () => {
    expect(await attempt(() => "A".repeat(200_000))).toMatchObject(refused("too-large"));
  });

  test("the refusal is on record, without a name", async () => {
    await attempt((content) => sign(content, { variant: "revoked" }));
    const rows = await db().select().from(auditEntry).where(eq(auditEntry.action, "sign-in.begin"));
    const last = rows.findLast((row) => row.detail["outcome"] === "revoked");
    expect(last).toMatchObject({ role: "anonymous", personId: null, requestId: "request-1" });
    expect(JSON.stringify(last)).not.toContain(olga.iin);
  });
});

describe("a challenge works once, here and now", () => {
  async function signed() {
    const browserSecret = newBrowser();
    const challenge = await challengeFor(akmola, browserSecret);
    return { challengeId: challenge.id, browserSecret, cms: sign(challenge.content) };
  }

  test("not for another browser, and not spent by it", async () => {
    const own = await signed();
    const stolen = await answer(akmola, { ...own, browserSecret: newBrowser() });
    expect(stolen).toMatchObject({ ok: false, code: "challenge-used" });
    expect((await answer(akmola, own)).ok).toBe(true);
  });

  test("not twice", async () => {
    const own = await signed();
    expect((await answer(akmola, own)).ok).toBe(true);
    expect(await answer(akmola, own)).toMatchObject({ ok: false, code: "challenge-used" });
  });

  test("not twice at the same instant", async () => {
    const own = await signed();
    const answers = await Promise.all([1, 2, 3, 4].map(() => answer(akmola, own)));
    expect(answers.filter((each) => each.ok)).toHaveLength(1);
  });

  test("not after a bad try", async () => {
    const own = await signed();
    const bad = await answer(akmola, { ...own, cms: sign(new Uint8Array([1])) });
    expect(bad).toMatchObject({ ok: false, code: "content-mismatch" });
    expect(await answer(akmola, own)).toMatchObject({ ok: false, code: "challenge-used" });
  });

  test("not after three minutes", async () => {
    const own = await signed();
    expect(await answer(akmola, own, later(180))).toMatchObject({
      ok: false,
      code: "challenge-expired",
    });
    expect((await answer(akmola, own, later(179))).ok).toBe(true);
  });

  test("not in another region", async () => {
    const own = await signed();
    expect(await answer(oral, own)).toMatchObject({ ok: false, code: "challenge-used" });
  });

  test("not under an id that is none", async () => {
    const own = await signed();
    for (const challengeId of ["", "1", "' or 1=1", "00000000-0000-4000-8000-000000000000"]) {
      const made = await answer(akmola, { ...own, challengeId });
      expect(made).toMatchObject({ ok: false, code: "challenge-used" });
    }
  });
});
