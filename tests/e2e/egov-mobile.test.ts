import type { BrowserContextOptions } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga, sergey } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { codeAfter, scan, signOnSamePhone, someonesPhone } from "./support/phone.ts";
import {
  button,
  fillApplicant,
  fillChild,
  forward,
  heading,
  link,
  readNotice,
  startForm,
  type Walk,
  walk,
} from "./support/walk.ts";

const visitor = useBrowser();
beforeEach(cleanSlate);

const small: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  userAgent:
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36",
};
const large: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

/** From the ways in to the QR code or the link. */
async function begin(visit: Walk): Promise<void> {
  const { page, t, root } = visit;
  await page.goto(`${root}/sign-in?return=${encodeURIComponent(`${root}/cabinet`)}`);
  await page.getByRole("link", { name: t("signin.ways.mgov") }).click();
  await heading(visit, "mgov.title");
  await button(visit, "mgov.begin").click();
  await page.locator("[data-compare-code]").waitFor();
}

/** The owner's data, «Войти», and the e-mail of the first entry. */
async function enter(visit: Walk): Promise<void> {
  const { page, t, root } = visit;
  await heading(visit, "signin.owner.title");
  await page.getByText("910925 490000").first().waitFor();
  await button(visit, "signin.enter").click();
  await heading(visit, "profile.firstTitle");
  await page.getByLabel(t("profile.email")).fill("olga.kim@example.kz");
  await button(visit, "profile.saveFirst").click();
  await page.waitForURL(`**${root}/cabinet`);
}

async function toSignature(visit: Walk): Promise<void> {
  await startForm(visit);
  await fillApplicant(visit);
  await forward(visit);
  await heading(visit, "apply.stepTitle.child");
  await fillChild(visit);
  await forward(visit);
  await heading(visit, "apply.stepTitle.documents");
  await forward(visit);
  await heading(visit, "apply.stepTitle.review");
  await link(visit, "apply.send").click();
  await heading(visit, "apply.stepTitle.sign");
  await button(visit, "mgov.sign.begin").click();
  await visit.page.locator("[data-compare-code]").waitFor();
}

const shownCode = async ({ page }: Walk) => page.locator("[data-compare-code]").innerText();

describe.each(["kk", "ru"] as const)("in %s", (locale) => {
  test("on one telephone, at 360 px: in by the link, and an application signed by it", async () => {
    const page = await visitor.newPage(small);
    const visit = walk(page, locale);
    await begin(visit);
    await lookAt(page, "mgov-link");
    expect(await page.locator("[data-qr]").isVisible()).toBe(false);
    const shown = await shownCode(visit);
    const said = await signOnSamePhone(visit, olga.iin);
    expect(codeAfter(visit, "mgov.meta.compare", said)).toBe(shown);
    await page.getByText(visit.t("mgov.signed")).waitFor();
    await lookAt(page, "mgov-signed");

    await page.getByLabel(visit.t("mgov.entry.label")).fill(shown);
    await button(visit, "mgov.done").click();
    await page.getByText(visit.t("mgov.error.screenCode")).waitFor();
    await lookAt(page, "mgov-wrong");
    const entry = codeAfter(visit, "mgov.meta.entry", said);
    await page.getByLabel(visit.t("mgov.entry.label")).fill(entry);
    await button(visit, "mgov.done").click();
    await lookAt(page, "mgov-owner");
    await enter(visit);

    await toSignature(visit);
    await lookAt(page, "mgov-sign");
    const code = await shownCode(visit);
    const text = await signOnSamePhone(visit, olga.iin);
    expect(codeAfter(visit, "mgov.meta.compare", text)).toBe(code);
    // Nothing to press: the page goes on by itself.
    const notice = await readNotice(visit);
    expect(notice.number).toMatch(/\d/u);
    expect(problemsOf(page)).toEqual([]);
  });

  test("with the telephone beside the computer: in by the QR code, and an application signed by it", async () => {
    const page = await visitor.newPage(large);
    const visit = walk(page, locale);
    const phone = someonesPhone(olga.iin);
    await begin(visit);
    await lookAt(page, "mgov-qr");
    const scanned = await scan(page);
    expect(scanned).toMatch(/^mobileSign:http\S+\/api\/mgov\/[\w-]+$/u);
    const opened = await phone.open(scanned);
    await page.getByText(visit.t("mgov.seen")).waitFor();
    expect(codeAfter(visit, "mgov.meta.compare", opened.description)).toBe(await shownCode(visit));
    // Typed before the signature: taken, and the rest goes by itself.
    const entry = codeAfter(visit, "mgov.meta.entry", opened.description);
    await page.getByLabel(visit.t("mgov.entry.label")).fill(entry);
    await button(visit, "mgov.done").click();
    await page.getByText(visit.t("mgov.entry.accepted")).waitFor();
    await lookAt(page, "mgov-accepted");
    expect((await phone.sign(opened)).status).toBe(200);
    await enter(visit);

    await toSignature(visit);
    await lookAt(page, "mgov-sign-qr");
    const document = await phone.open(await scan(page));
    expect((await phone.sign(document)).status).toBe(200);
    await readNotice(visit);
    expect(problemsOf(page)).toEqual([]);
  });
});

describe("without JavaScript", () => {
  test("one comes in by the link, with the button to go on", async () => {
    const page = await visitor.newPage({ ...small, javaScriptEnabled: false });
    const visit = walk(page);
    await begin(visit);
    await page.getByLabel(visit.t("mgov.entry.label")).fill("0000");
    await button(visit, "mgov.done").click();
    await page.getByText(visit.t("mgov.error.notSigned")).waitFor();
    const said = await signOnSamePhone(visit, olga.iin);
    const entry = codeAfter(visit, "mgov.meta.entry", said);
    await page.getByLabel(visit.t("mgov.entry.label")).fill(entry);
    await button(visit, "mgov.done").click();
    await enter(visit);
    expect(new URL(page.url()).pathname).toBe("/ru/akmola/cabinet");
  });
});

describe("somebody else's hand", () => {
  test("a QR code that was sent to a mother and signed by her lets its sender in by nothing", async () => {
    const attacker = await visitor.newPage(large);
    const visit = walk(attacker);
    await begin(visit);
    const scanned = await scan(attacker);
    const shown = await shownCode(visit);
    const his = await someonesPhone(sergey.iin).open(scanned);
    const hers = someonesPhone(olga.iin);
    const opened = await hers.open(scanned);
    expect(opened.description).toContain("не подписывайте");
    expect((await hers.sign(opened)).status).toBe(200);
    await attacker.getByText(visit.t("mgov.signed")).waitFor();

    const right = codeAfter(visit, "mgov.meta.entry", opened.description);
    const learned = codeAfter(visit, "mgov.meta.entry", his.description);
    const field = attacker.getByLabel(visit.t("mgov.entry.label"));
    const guesses = [learned, "1111", "2222", "3333"].filter(
      (code) => code !== right && code !== shown,
    );
    for (const code of guesses.slice(0, 3)) {
      await field.fill(code);
      await button(visit, "mgov.done").click();
      await attacker.waitForURL(/problem=wrong-code|egov-mobile\?return=[^&]*$/u);
    }
    await attacker.getByText(visit.t("mgov.error.tooOften")).waitFor();
    await attacker.goto(`${visit.root}/cabinet`);
    expect(new URL(attacker.url()).pathname).toBe(`${visit.root}/sign-in`);
  });

  test("a bad key is told on both screens, and the next try is a press away", async () => {
    const page = await visitor.newPage(small);
    const visit = walk(page);
    await begin(visit);
    const opening = page.context().waitForEvent("page");
    await page.getByRole("link", { name: visit.t("mgov.open") }).click();
    const app = await opening;
    await lookAt(app, "mgov-phone");
    await app.locator("#signer").selectOption(olga.iin);
    await app.locator("#key").selectOption("revoked");
    await app.getByRole("button", { name: visit.t("demo.phone.sign") }).click();
    await app.getByText(visit.t("demo.phone.refused")).waitFor();
    await page.getByText("Этот ключ отозван").waitFor();
    await lookAt(page, "mgov-refused");
    const before = problemsOf(page);
    await button(visit, "mgov.again").click();
    await page.locator("[data-compare-code]").waitFor();
    expect(before).toEqual([]);
  });

  test("another person's telephone signs no application", async () => {
    const page = await visitor.newPage(large);
    const visit = walk(page);
    const own = someonesPhone(olga.iin);
    await begin(visit);
    const opened = await own.open(await scan(page));
    await page
      .getByLabel(visit.t("mgov.entry.label"))
      .fill(codeAfter(visit, "mgov.meta.entry", opened.description));
    await own.sign(opened);
    await button(visit, "mgov.done").click();
    await enter(visit);
    await toSignature(visit);
    const other = someonesPhone(sergey.iin);
    expect((await other.sign(await other.open(await scan(page)))).status).toBe(403);
    await page.getByRole("alert").getByText(visit.t("eds.error.wrong-person")).waitFor();
    await button(visit, "mgov.again").click();
    expect((await own.sign(await own.open(await scan(page)))).status).toBe(200);
    await readNotice(visit);
  });
});
