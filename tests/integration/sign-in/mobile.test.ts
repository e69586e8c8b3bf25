import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { session } from "#db/schema/sessions.ts";
import { openSigning, signOpened } from "#lib/demo/fake-phone.ts";
import type { Portal } from "#lib/regions/views.ts";
import { attemptLimits } from "#lib/sign-in/limits.ts";
import { typingMilliseconds } from "#lib/sign-in/mobile-limits.ts";
import { mobileSigningOf } from "#lib/sign-in/mobile-view.ts";
import { openOnPhone } from "#lib/sign-in/open-mobile.ts";
import { redeemTicket } from "#lib/sign-in/redeem-ticket.ts";
import { startMobileSignIn } from "#lib/sign-in/start-mobile.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { entry, later, newBrowser, now, olga, openPortals, silent } from "./gate.ts";
import {
  addressOf,
  beginMobile,
  entryCodeIn,
  finger,
  origin,
  otherThan,
  phoneAt,
  rowOf,
  signOnPhone,
  typeCode,
} from "./mobile-desk.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
});

const viewIn = (browserSecret: string, portal = akmola, at = now) =>
  mobileSigningOf({ browserSecret, regionId: portal.id, purpose: "sign-in" }, origin, at);
const sessions = async () => (await db().select().from(session)).length;

describe("a sign-in by telephone", () => {
  test("leads from the QR code by the codes to a strong session, with evidence", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const { opened, answer } = await signOnPhone(id);
    expect(answer).toEqual({ status: 200, body: "success" });

    const entered = await typeCode(akmola, browser, entryCodeIn(opened));
    if (!entered.ok) throw new Error(entered.code);
    const holder = { token: entered.value.token, browserSecret: browser, regionId: akmola.id };
    const redeemed = await redeemTicket(holder, entry, silent, now);
    if (!redeemed.ok) throw new Error(redeemed.code);
    const [row] = await db().select().from(session).where(eq(session.id, redeemed.value.sessionId));
    expect(row).toMatchObject({ strength: "strong", method: "egov-mobile" });
    const [evidence] = await db()
      .select()
      .from(signatureEvidence)
      .where(eq(signatureEvidence.id, row?.evidenceId ?? ""));
    expect(evidence).toMatchObject({
      purpose: "sign-in",
      signerIin: olga.iin,
      revocation: "good",
      client: { kind: "egov-mobile", device: "phone" },
    });
  });

  test("is described on the telephone: portal, purpose, both codes, and when not to sign", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const view = await viewIn(browser);
    const opened = await openSigning(phoneAt(), addressOf(id));
    expect(opened.description).toContain("Вход на портал");
    expect(opened.description).toContain("Ақмолаская область, kezek.example");
    expect(opened.description).toContain(`Код сверки: ${view?.code}`);
    expect(opened.description).toContain("не подписывайте");
    expect(opened).toMatchObject({
      organisation: "Ақмолаская область",
      bin: "",
      expires: "2026-11-22T10:03:00.00+0500",
    });
    const text = new TextDecoder().decode((await rowOf(id)).content);
    expect(text).toContain(`aud=${origin}/akmola`);
    expect(text).toContain(`code=${view?.code}`);
    expect(text).toContain(opened.description);
    expect(entryCodeIn(opened)).not.toBe(view?.code);
  });

  test("takes the code before the signature as well, and asks for it once", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const phone = phoneAt();
    const opened = await openSigning(phone, addressOf(id));
    expect(await typeCode(akmola, browser, entryCodeIn(opened))).toMatchObject({
      code: "not-signed",
    });
    expect(await viewIn(browser)).toMatchObject({ state: "seen", asksCode: false });
    expect((await signOpened(phone, opened, finger())).status).toBe(200);
    expect((await typeCode(akmola, browser, "")).ok).toBe(true);
  });

  test("is not begun without end by one browser", async () => {
    const browser = newBrowser();
    for (let n = 0; n < attemptLimits.browser.count; n += 1) await beginMobile(akmola, browser);
    const order = {
      portal: akmola,
      browserSecret: browser,
      address: "",
      origin,
      locale: "kk",
      returnTo: null,
    } as const;
    expect(await startMobileSignIn(order, now)).toMatchObject({ ok: false, code: "too-many" });
  });
});

describe("the code of the telephone", () => {
  async function signed() {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const { opened } = await signOnPhone(id);
    return { browser, id, code: entryCodeIn(opened), shown: (await rowOf(id)).displayCode };
  }

  test("may be wrong twice", async () => {
    const { browser, code, shown } = await signed();
    for (const left of [2, 1]) {
      expect(await typeCode(akmola, browser, otherThan(code, shown))).toMatchObject({
        code: "wrong-code",
      });
      expect((await viewIn(browser))?.triesLeft).toBe(left);
    }
    expect((await typeCode(akmola, browser, `${code.slice(0, 2)} ${code.slice(2)}`)).ok).toBe(true);
  });

  test("wrong three times ends it, the right one afterwards too", async () => {
    const { browser, code, shown } = await signed();
    const wrong = otherThan(code, shown);
    for (let n = 0; n < 3; n += 1) await typeCode(akmola, browser, wrong);
    expect(await typeCode(akmola, browser, code)).toMatchObject({ code: "over" });
    expect(await viewIn(browser)).toMatchObject({ state: "refused", outcome: "wrong-code" });
  });

  test("is looked at three times only, however many ask at once", async () => {
    const { browser, id, code, shown } = await signed();
    const wrong = otherThan(code, shown);
    const all = await Promise.all(
      Array.from({ length: 60 }, () => typeCode(akmola, browser, wrong)),
    );
    expect(all.some((each) => each.ok)).toBe(false);
    expect((await rowOf(id)).entryAttempts).toBe(3);
    expect((await typeCode(akmola, browser, code)).ok).toBe(false);
  });

  test("lets in once, of those who ask at once", async () => {
    const { browser, code } = await signed();
    const all = await Promise.all([1, 2, 3].map(() => typeCode(akmola, browser, code)));
    expect(all.filter((each) => each.ok)).toHaveLength(1);
    expect(await typeCode(akmola, browser, code)).toMatchObject({ code: "over" });
  });

  test("is not the code on the screen, which costs no try; nor words", async () => {
    const { browser, shown } = await signed();
    expect(await typeCode(akmola, browser, shown)).toMatchObject({ code: "screen-code" });
    for (const text of ["", "12", "12345", "код", "１２３４"]) {
      expect(await typeCode(akmola, browser, text)).toMatchObject({ code: "not-a-code" });
    }
    expect((await viewIn(browser))?.triesLeft).toBe(3);
  });

  test("comes too late after three minutes", async () => {
    const { browser, code } = await signed();
    const late = later(typingMilliseconds / 1000);
    expect(await typeCode(akmola, browser, code, late)).toMatchObject({ code: "over" });
    expect((await viewIn(browser, akmola, late))?.state).toBe("late");
    expect((await typeCode(akmola, browser, code, later(179))).ok).toBe(true);
  });

  test("works in no other browser and no other region", async () => {
    const { browser, code } = await signed();
    const stranger = newBrowser();
    expect(await viewIn(stranger)).toBeNull();
    expect(await typeCode(akmola, stranger, code)).toMatchObject({ code: "over" });
    await beginMobile(akmola, stranger);
    expect((await typeCode(akmola, stranger, code)).ok).toBe(false);
    expect(await typeCode(oral, browser, code)).toMatchObject({ code: "over" });
    expect((await typeCode(akmola, browser, code)).ok).toBe(true);
  });
});

// eds.md §5: the attacker begins to sign in and shows his QR code to somebody else, who signs, warned or not.
describe("a QR code that was sent to somebody", () => {
  async function trap() {
    const attacker = newBrowser();
    const id = await beginMobile(akmola, attacker);
    const view = await viewIn(attacker);
    const before = await sessions();
    return { attacker, id, shown: view?.code ?? "", before };
  }

  test("lets its sender in by nothing that he can see, even if it is signed", async () => {
    const { attacker, id, shown, before } = await trap();
    // He has the address, so he may ask like a telephone, before …
    const learned = new Set<string>();
    for (let n = 0; n < 6; n += 1) {
      learned.add(entryCodeIn(await openSigning(phoneAt(), addressOf(id))));
    }
    const { opened, answer } = await signOnPhone(id);
    expect(answer.status).toBe(200);
    // … and after.
    expect(await openOnPhone(id, origin, now)).toMatchObject({ ok: false, code: "late" });
    // By luck one of them may be hers: once in ten thousand times. All of them only if the code never changes.
    expect(learned.size).toBeGreaterThan(1);
    learned.delete(entryCodeIn(opened));
    const [best = shown] = learned;
    expect((await typeCode(akmola, attacker, best)).ok).toBe(false);
    expect((await typeCode(akmola, attacker, shown)).ok).toBe(false);
    expect((await typeCode(akmola, attacker, "")).ok).toBe(false);
    expect(await sessions()).toBe(before);
  });

  test("gives his own code away for the signature: asking again voids what the other telephone holds", async () => {
    const { attacker, id } = await trap();
    const victims = phoneAt();
    const held = await openSigning(victims, addressOf(id));
    const own = entryCodeIn(await openSigning(phoneAt(), addressOf(id)));
    expect(
      (await signOpened(victims, held, finger()).catch(() => ({ status: 0 }))).status,
    ).not.toBe(200);
    // Typed and right, but there is no signature, and the next telephone gets another code.
    expect(await typeCode(akmola, attacker, own)).toMatchObject({ code: "not-signed" });
    const { answer } = await signOnPhone(id);
    expect(answer.status).toBe(200);
    expect(await viewIn(attacker)).toMatchObject({ state: "signed", asksCode: true });
    expect((await typeCode(akmola, attacker, "")).ok).toBe(false);
  });

  test("gives ten thousand codes and three guesses", async () => {
    const { attacker, id, shown } = await trap();
    const { opened } = await signOnPhone(id);
    const right = entryCodeIn(opened);
    const guesses = Array.from({ length: 9_999 }, (_, n) => String(n).padStart(4, "0"));
    const tried = guesses.filter((code) => code !== right && code !== shown).slice(0, 40);
    for (const code of tried) await typeCode(akmola, attacker, code);
    expect((await rowOf(id)).entryAttempts).toBe(3);
    expect((await typeCode(akmola, attacker, right)).ok).toBe(false);
  });

  test("shows the one who signs a code that is not on his own screen", async () => {
    const { id, shown } = await trap();
    const victim = newBrowser();
    await beginMobile(akmola, victim);
    const own = await viewIn(victim);
    const opened = await openSigning(phoneAt(), addressOf(id));
    expect(opened.description).toContain(`Код сверки: ${shown}`);
    expect((await rowOf(id)).displayCode).toBe(shown);
    expect(own?.address).not.toBe(addressOf(id));
    // What he signs there does not let him in here either.
    await signOnPhone(id);
    expect((await viewIn(victim))?.state).toBe("waiting");
  });

  test("is opened ten times at most", async () => {
    const { id } = await trap();
    for (let n = 0; n < 10; n += 1) await openSigning(phoneAt(), addressOf(id));
    await expect(openSigning(phoneAt(), addressOf(id))).rejects.toThrow("not-answered");
  });
});
