import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { control, tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga, sergey } from "./support/families.ts";
import { draftIn, nothing, type Stored, storedOf, whole } from "./support/stored.ts";
import { button, readNotice, signIn, toSignature, type Walk, walk } from "./support/walk.ts";

// What NCALayer may hand over instead of the parent's good key, each refused in words of its own. The sign-in with such
// keys has its own file.

const visitor = useBrowser();
const good = { reset: true, signer: olga.iin, algorithm: "gost", key: "valid" } as const;

/** The sentence as far as it stands in the catalogue: a date in it is cut off. */
function sentence({ t }: Walk, key: MessageKey): string {
  const [said = ""] = t(key, { date: "@", reason: "@" }).split("@");
  return said.trim();
}

const refusals: readonly (readonly [string, object, MessageKey])[] = [
  ["signing given up", { cancel: true }, "eds.error.cancel"],
  ["a revoked key", { key: "revoked" }, "eds.error.revoked"],
  ["an expired key", { key: "expired" }, "eds.error.expired"],
  ["a key that is not valid yet", { key: "not-yet-valid" }, "eds.error.not-yet-valid"],
  ["a key of a rogue authority", { key: "rogue-ca" }, "eds.error.untrusted-ca"],
  ["a key of the other parent", { signer: sergey.iin, force: true }, "eds.error.wrong-person"],
  ["an organisation's key", { key: "organisation", force: true }, "eds.error.not-a-person"],
  ["a key without IIN", { key: "no-iin", force: true }, "eds.error.no-iin"],
  ["a key for entering only", { key: "authentication", force: true }, "eds.error.wrong-key-usage"],
  ["a line that drops", { drop: true }, "eds.error.drop"],
];

describe("signing an application", () => {
  let visit: Walk;
  let page: Page;
  let before: Stored;

  beforeAll(async () => {
    await cleanSlate();
    await tellEmulator(good);
    page = await visitor.newPage();
    visit = walk(page);
    await signIn(visit);
    await toSignature(visit);
    before = await storedOf(draftIn(page.url()));
  });
  afterAll(cleanSlate);

  /** Presses «Подписать» on a fresh page and waits for what the portal says. */
  async function refusal(): Promise<string> {
    await page.reload();
    await button(visit, "eds.sign").click();
    const alert = page.getByRole("main").getByRole("alert");
    await alert.waitFor();
    return await alert.innerText();
  }

  test.each(refusals)("with %s is refused, and nothing is submitted", async (_, order, said) => {
    await tellEmulator(good);
    await tellEmulator({ ...order });
    expect(await refusal()).toContain(sentence(visit, said));
    expect(before).toMatchObject(nothing);
    expect(await storedOf(draftIn(page.url()))).toEqual(before);
  });

  test("without NCALayer says what to do, and nothing is submitted", async () => {
    await tellEmulator(good);
    await control("emulator-stop");
    try {
      expect(await refusal()).toContain(sentence(visit, "eds.error.absent"));
      expect(await storedOf(draftIn(page.url()))).toEqual(before);
      expect(await page.getByRole("alert").getByRole("listitem").count()).toBeGreaterThan(1);
    } finally {
      await control("emulator-start");
    }
  });

  test("each refusal says something else", () => {
    const said = refusals.map(([, , key]) => sentence(visit, key));
    expect(new Set(said).size).toBe(said.length);
  });

  test("succeeds after all that with the right key, RSA, from the same page", async () => {
    await tellEmulator({ ...good, key: "revoked" });
    expect(await refusal()).toContain(sentence(visit, "eds.error.revoked"));
    await tellEmulator({ ...good, algorithm: "rsa" });
    const draft = draftIn(page.url());
    await button(visit, "eds.retry").click();
    await readNotice(visit);
    expect(await storedOf(draft)).toMatchObject(whole);
    await page.getByText("RSA", { exact: true }).waitFor();
  });
});
