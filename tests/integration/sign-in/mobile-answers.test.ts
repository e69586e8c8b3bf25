import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { openSigning, signOpened } from "#lib/demo/fake-phone.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import type { Portal } from "#lib/regions/views.ts";
import { mobileMilliseconds } from "#lib/sign-in/mobile-limits.ts";
import { mobileSigningOf } from "#lib/sign-in/mobile-view.ts";
import { openOnPhone } from "#lib/sign-in/open-mobile.ts";
import { sweepSignIn } from "#lib/sign-in/sweep.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, newBrowser, now, openPortals, withoutResponder } from "./gate.ts";
import {
  addressOf,
  beginMobile,
  entryCodeIn,
  finger,
  origin,
  phoneAt,
  rowOf,
  signOnPhone,
  typeCode,
} from "./mobile-desk.ts";

useTestDatabase();

let akmola: Portal;
beforeAll(async () => {
  ({ akmola } = await openPortals());
});

const viewIn = (browserSecret: string) =>
  mobileSigningOf({ browserSecret, regionId: akmola.id, purpose: "sign-in" }, origin, now);

describe("what the telephone sends back", () => {
  test.each([
    ["expired", "expired"],
    ["revoked", "revoked"],
    ["rogue", "untrusted-ca"],
    ["head", "not-a-person"],
    ["no-iin", "no-iin"],
    ["wrong-usage", "wrong-key-usage"],
  ] satisfies [LeafVariant, string][])(
    "with a key that is %s is refused: %s",
    async (variant, code) => {
      const browser = newBrowser();
      const id = await beginMobile(akmola, browser);
      const { opened, answer } = await signOnPhone(id, { variant });
      expect(answer.status).toBe(403);
      expect(await viewIn(browser)).toMatchObject({ state: "refused", outcome: code });
      expect((await viewIn(browser))?.outcomeAt !== null).toBe(code === "expired");
      expect((await typeCode(akmola, browser, entryCodeIn(opened))).ok).toBe(false);
      const audits = await db().select().from(auditEntry);
      expect(audits.at(-1)).toMatchObject({ detail: { outcome: code }, personId: null });
    },
  );

  test("over another text is refused", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const other = await rowOf(await beginMobile(akmola, newBrowser()));
    const phone = phoneAt();
    const opened = await openSigning(phone, addressOf(id));
    const answer = await signOpened(phone, opened, () => finger()(other.content));
    expect(answer.status).toBe(403);
    expect(await viewIn(browser)).toMatchObject({ outcome: "content-mismatch" });
  });

  test("that is no signature at all is refused", async () => {
    const id = await beginMobile(akmola, newBrowser());
    const phone = phoneAt();
    const opened = await openSigning(phone, addressOf(id));
    const answer = await signOpened(phone, opened, async () => new Uint8Array([48, 1, 2]));
    expect(answer.status).toBe(403);
    expect(await rowOf(id)).toMatchObject({ state: "refused", outcome: "malformed" });
  });

  test("waits outside while the revocation cannot be learned", async () => {
    const id = await beginMobile(akmola, newBrowser());
    const { answer } = await signOnPhone(id, {}, { verify: withoutResponder });
    expect(answer.status).toBe(403);
    expect((await rowOf(id)).outcome).toBe("revocation-unknown");
  });

  test("twice is answered twice and looked at once; another one is too late", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const phone = phoneAt();
    const opened = await openSigning(phone, addressOf(id));
    const made = await finger()((await rowOf(id)).content);
    const put = async (cms: Uint8Array) => {
      const data = Buffer.from(cms).toString("base64");
      const answer = await phone.wire(opened.uri, {
        method: "PUT",
        headers: { authorization: `Bearer ${opened.token}` },
        body: JSON.stringify({ documentsToSign: [{ document: { file: { mime: "", data } } }] }),
      });
      return await answer.text();
    };
    const atOnce = await Promise.all([put(made), put(made), put(made)]);
    expect(atOnce).toContain("success");
    expect(atOnce.filter((said) => said !== "success" && !said.includes("busy"))).toEqual([]);
    const evidence = await db()
      .select()
      .from(signatureEvidence)
      .where(eq(signatureEvidence.subjectId, (await rowOf(id)).subjectId));
    expect(evidence).toHaveLength(1);
    expect(await put(made)).toBe("success");
    expect(await put(new Uint8Array([48, 0]))).toContain("late");
  });

  test("with another token, or the one before, is not even looked at", async () => {
    const id = await beginMobile(akmola, newBrowser());
    const phone = phoneAt();
    const before = await openSigning(phone, addressOf(id));
    const opened = await openSigning(phone, addressOf(id));
    for (const token of [before.token, "x".repeat(43)]) {
      const held = { uri: opened.uri, token };
      await expect(signOpened(phone, held, finger())).rejects.toThrow("not-answered");
    }
    expect((await rowOf(id)).cms).toBeNull();
    expect((await signOpened(phone, opened, finger())).status).toBe(200);
  });

  test("after three minutes is too late, from the QR code to the signature", async () => {
    const id = await beginMobile(akmola, newBrowser());
    const opened = await openSigning(phoneAt(), addressOf(id));
    const end = { at: later(mobileMilliseconds / 1000) };
    await expect(openSigning(phoneAt(end), addressOf(id))).rejects.toThrow("not-answered");
    await expect(signOpened(phoneAt(end), opened, finger())).rejects.toThrow("not-answered");
    const phone = phoneAt();
    const slow = { ...phone, wire: wireOf(phone.wire, phoneAt(end).wire) };
    const { status, body } = await signOpened(slow, opened, finger());
    expect({ status, body }).toEqual({ status: 403, body: '{"code":"late"}' });
    expect((await rowOf(id)).cms).toBeNull();
  });

  test("to a signing that a newer one replaced is too late", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const phone = phoneAt();
    const opened = await openSigning(phone, addressOf(id));
    await beginMobile(akmola, browser);
    await expect(signOpened(phone, opened, finger())).rejects.toThrow("not-answered");
  });

  test("nothing is found under an id that is none", async () => {
    for (const id of ["", "1", "' or 1=1", "00000000-0000-4000-8000-000000000000"]) {
      expect(await openOnPhone(id, origin, now)).toMatchObject({ ok: false, code: "not-found" });
    }
  });

  test("is gone from here after a day; the evidence stays", async () => {
    const id = await beginMobile(akmola, newBrowser());
    await signOnPhone(id);
    const { evidenceId } = await rowOf(id);
    await sweepSignIn(later(25 * 60 * 60));
    await expect(rowOf(id)).rejects.toThrow("no such signing");
    const kept = await db()
      .select()
      .from(signatureEvidence)
      .where(eq(signatureEvidence.id, evidenceId ?? ""));
    expect(kept).toHaveLength(1);
  });
});

/** Asks by one line and sends back by another. */
function wireOf(
  asking: ReturnType<typeof phoneAt>["wire"],
  sending: ReturnType<typeof phoneAt>["wire"],
): ReturnType<typeof phoneAt>["wire"] {
  return async (address, init) => (init?.method === "PUT" ? sending : asking)(address, init);
}
