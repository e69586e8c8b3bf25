import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, inject, test } from "vitest";
import people from "#db/demo/people.json" with { type: "json" };
import type { Locale } from "#lib/i18n/locales.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { artyom, kokshetau, olga, sergey } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { codeAfter, signOnSamePhone } from "./support/phone.ts";
import { draftIn, storedOf } from "./support/stored.ts";
import {
  button,
  fillApplicant,
  forward,
  heading,
  link,
  readNotice,
  startForm,
  type Walk,
  walk,
} from "./support/walk.ts";
import { codeFor } from "./support/ways-in.ts";

// A mother without a key at hand begins with a code on her phone, types, and signs in better only where she must.

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

const phone = "+77770001199";
const sessionCookie = /next-auth\.session-token$/u;

/** Manual 004: a code to the number that is bound to her IIN. */
async function enterLightly({ page, t, root }: Walk): Promise<void> {
  await page.goto(`${root}/sign-in/one-time-code`);
  await page.locator("#phone").fill(phone);
  await page.locator("#iin").fill(olga.iin);
  await page
    .locator("main")
    .getByRole("button", { name: t("signin.enter"), exact: true })
    .click();
  await page.locator("#code").fill(await codeFor(phone));
  await page
    .locator("main")
    .getByRole("button", { name: t("signin.enter"), exact: true })
    .click();
  await page.waitForURL(`**${root}/cabinet`);
}

async function session(page: Page): Promise<string> {
  const found = (await page.context().cookies()).find(({ name }) => sessionCookie.test(name));
  if (found === undefined) throw new Error("signed out");
  return `${found.name}=${found.value}`;
}

/** Whether the cookie still opens the cabinet. */
async function opens(cookie: string, { root }: Walk): Promise<boolean> {
  const address = new URL(`${root}/cabinet`, inject("portalUrl"));
  const answer = await fetch(address, { headers: { cookie }, redirect: "manual" });
  return answer.status === 200;
}

async function typeChild({ page, t }: Walk): Promise<void> {
  await page.getByLabel(t("apply.child.iin")).fill(artyom.iin);
  await page.getByLabel(t("common.district")).selectOption(kokshetau);
  await page.getByLabel(t("apply.nonresident.label")).check();
}

async function seeChild({ page, t }: Walk): Promise<void> {
  const typed = await page.getByLabel(t("apply.child.iin")).inputValue();
  expect(typed.replaceAll(/\D/gu, "")).toBe(artyom.iin);
  expect(await page.getByLabel(t("common.district")).inputValue()).toBe(kokshetau);
  expect(await page.getByLabel(t("apply.nonresident.label")).isChecked()).toBe(true);
}

/** From the district's page to the child's, with both filled in. */
async function typeBothPages(visit: Walk): Promise<string> {
  const { page, t } = visit;
  await page.goto(`${visit.root}/apply/general`);
  await page.getByText(t("apply.light.start")).waitFor();
  await startForm(visit);
  // Where she lives is told to who proved to be her.
  expect(await page.getByText(/Абая|Абай көшесі/u).count()).toBe(0);
  await fillApplicant(visit, "light@example.kz");
  await forward(visit);
  await heading(visit, "apply.stepTitle.child");
  await page.getByText(t("apply.light.child")).waitFor();
  await typeChild(visit);
  return draftIn(page.url());
}

/** The page that says why, with the strong ways and no others. */
async function seeWhy({ page, t }: Walk): Promise<void> {
  await page.waitForURL((url) => url.pathname.endsWith("/sign-in"));
  await page.getByText(t("signin.stepUpWhy.apply")).waitFor();
  await page.getByText(t("signin.stepUpKept")).waitFor();
  await page.getByRole("link", { name: t("signin.ways.eds") }).waitFor();
  await page.getByRole("link", { name: t("signin.ways.mgov") }).waitFor();
  for (const way of ["signin.ways.password", "signin.ways.oneTimeCode"] as const) {
    expect(await page.getByRole("link", { name: t(way) }).count()).toBe(0);
  }
}

/** By the key of whom the emulator holds, from the page that says why. */
async function stepUp(visit: Walk, signer: string = olga.iin): Promise<void> {
  await tellEmulator({ reset: true, signer, algorithm: "gost", key: "valid" });
  await visit.page.getByRole("link", { name: visit.t("signin.ways.eds") }).click();
  await button(visit, "eds.choose").click();
  await heading(visit, "signin.owner.title");
  await button(visit, "signin.enter").click();
  await visit.page.waitForURL((url) => !url.pathname.includes("/sign-in"));
}

async function signToTheEnd(visit: Walk): Promise<void> {
  const { page, t } = visit;
  await page.getByLabel(t("apply.nonresident.label")).uncheck();
  await forward(visit);
  await heading(visit, "apply.stepTitle.documents");
  await forward(visit);
  await heading(visit, "apply.stepTitle.review");
  await page.getByText("light@example.kz").first().waitFor();
  await link(visit, "apply.send").click();
  await heading(visit, "apply.stepTitle.sign");
  await button(visit, "eds.sign").click();
  expect((await readNotice(visit)).number).toMatch(/\d/u);
}

const readers: readonly { readonly locale: Locale; readonly width: number }[] = [
  { locale: "kk", width: 360 },
  { locale: "ru", width: 1280 },
  { locale: "kk", width: 1280 },
  { locale: "ru", width: 360 },
];

describe.each(readers)("$locale, $width px", ({ locale, width }) => {
  test("light to strong in the middle of the form, without losing a letter, to the signature", async () => {
    const page = await visitor.newPage({ viewport: { width, height: 800 } });
    const visit = walk(page, locale);
    await enterLightly(visit);
    const light = await session(page);
    const draft = await typeBothPages(visit);
    await lookAt(page, "step-up-child");
    await button(visit, "apply.child.find").click();
    await seeWhy(visit);
    await lookAt(page, "step-up-why");
    await stepUp(visit);

    await heading(visit, "apply.stepTitle.child");
    expect(draftIn(page.url())).toBe(draft);
    await seeChild(visit);
    await page.getByText(visit.t("apply.child.kinOk")).waitFor();
    expect(await session(page)).not.toBe(light);
    expect(await opens(light, visit)).toBe(false);
    await signToTheEnd(visit);
    expect(problemsOf(page)).toEqual([]);
  });
});

describe.each(["kk", "ru"] as const)("in %s", (locale) => {
  test("without JavaScript the typing is there too, before and after the signature", async () => {
    const page = await visitor.newPage({ javaScriptEnabled: false });
    const visit = walk(page, locale);
    await enterLightly(visit);
    const draft = await typeBothPages(visit);
    await forward(visit);
    await seeWhy(visit);
    const why = page.url();
    expect((await storedOf(draft)).data).toMatchObject({
      email: "light@example.kz",
      districtKato: kokshetau,
      nonResident: "on",
    });

    // The signature itself is made by the same browser with scripts.
    const mine = page.context();
    const scripted = await visitor.newPage({ storageState: await mine.storageState() });
    await scripted.goto(why);
    await stepUp(walk(scripted, locale));
    await mine.clearCookies();
    await mine.addCookies(await scripted.context().cookies());
    await scripted.context().close();

    await page.goto(new URL(why).searchParams.get("return") ?? "");
    await heading(visit, "apply.stepTitle.child");
    await seeChild(visit);
    await forward(visit);
    // «Нерезидент» asks for papers.
    await heading(visit, "apply.stepTitle.documents");
  });

  test("on a telephone by eGov Mobile, back to the same page", async () => {
    const page = await visitor.newPage({
      viewport: { width: 360, height: 740 },
      userAgent:
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36",
    });
    const visit = walk(page, locale);
    await enterLightly(visit);
    await typeBothPages(visit);
    await forward(visit);
    await seeWhy(visit);
    await page.getByRole("link", { name: visit.t("signin.ways.mgov") }).click();
    await button(visit, "mgov.begin").click();
    await page.locator("[data-compare-code]").waitFor();
    const told = await signOnSamePhone(visit, olga.iin);
    await page
      .getByLabel(visit.t("mgov.entry.label"))
      .fill(codeAfter(visit, "mgov.meta.entry", told));
    await button(visit, "mgov.done").click();
    await heading(visit, "signin.owner.title");
    await button(visit, "signin.enter").click();
    await heading(visit, "apply.stepTitle.child");
    await seeChild(visit);
    expect(problemsOf(page)).toEqual([]);
  });
});

test("somebody else's key shows nothing of hers, and her light session is over", async () => {
  const page = await visitor.newPage();
  const visit = walk(page, "ru");
  await enterLightly(visit);
  const light = await session(page);
  const draft = await typeBothPages(visit);
  const hers = page.url();
  await forward(visit);
  await seeWhy(visit);
  await stepUp(visit, sergey.iin);
  const shown = async () => `${await page.content()} ${await page.locator("main").innerText()}`;
  const isHers = /light@example\.kz|230315|990008/u;
  expect(await shown()).not.toMatch(isHers);
  for (const path of [hers, `${visit.root}/apply/general`, `${visit.root}/cabinet`]) {
    await page.goto(path);
    expect(await shown()).not.toMatch(isHers);
  }
  expect(await page.content()).not.toContain(draft);
  expect(await opens(light, visit)).toBe(false);
});

test("the log of all this names nobody: no IIN, phone, address of e-mail, draft's typing or session", async () => {
  const page = await visitor.newPage();
  const visit = walk(page, "ru");
  await enterLightly(visit);
  const [, cookie = ""] = (await session(page)).split("=");
  await typeBothPages(visit);
  await forward(visit);
  await seeWhy(visit);
  const log = readFileSync(join(inject("portalFolder"), "portal.log"), "utf8");
  expect(log.length).toBeGreaterThan(0);
  for (const { iin } of [...people.adults, ...people.children]) expect(log).not.toContain(iin);
  // Ids have hexadecimal neighbours; a phone stands alone or behind a plus.
  expect(log).not.toMatch(/(?<![\da-f])(?:\+?7|8)7\d{9}(?![\da-f])/u);
  expect(log).not.toMatch(/light@|olga@/u);
  expect(log).not.toContain(cookie.slice(0, 60));
});
