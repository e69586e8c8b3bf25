import { spawnSync } from "node:child_process";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { lookAt } from "./support/look.ts";
import { forgetRecovery, linkSentTo, newestCodeTo } from "./support/recovery.ts";
import { tellRegisters } from "./support/registers.ts";
import { button, heading, link, signIn, walk, type Walk, words } from "./support/walk.ts";

// Manual 000, steps 3 to 10: no SMS, or no phone at all, and so the phone is updated by what a family knows.

const aigerim = "870612490009";
const gulnar = "930408490003";
const herPhone = "+77017008345";
const password = "three horses by the river";
const answersOfAigerim = {
  childIin: "220720690004",
  certificate: "№ 1203456",
  parent1: aigerim,
  parent2: "850303390009",
  where: "queue",
  year: "2023",
};
const answersOfGulnar = {
  childIin: "230316690004",
  // As typed with a Latin keyboard.
  certificate: "I-AБ 123987",
  parent1: gulnar,
  parent2: "880729390000",
  where: "queue",
  year: "2024",
};
type Answers = typeof answersOfAigerim;

const phone = { viewport: { width: 360, height: 780 } };
const desktop = { viewport: { width: 1280, height: 900 } };
const visits = [
  { locale: "kk", width: 360, script: true, options: phone },
  { locale: "ru", width: 1280, script: true, options: desktop },
  { locale: "kk", width: 1280, script: false, options: { ...desktop, javaScriptEnabled: false } },
  { locale: "ru", width: 360, script: false, options: { ...phone, javaScriptEnabled: false } },
] as const;
type Visit = (typeof visits)[number];

const visitor = useBrowser();
beforeAll(cleanSlate);
beforeEach(async () => {
  await cleanSlate();
  await forgetRecovery();
});
afterAll(async () => {
  await cleanSlate();
  await forgetRecovery();
});

async function begin({ locale, options }: Pick<Visit, "locale"> & { options: object }) {
  return walk(await visitor.newPage(options), locale, "oral");
}

/** axe needs scripts, so it looks where there are some. */
async function look(page: Page, name: string, script: boolean): Promise<void> {
  if (script) await lookAt(page, name);
  expect.soft(problemsOf(page)).toEqual([]);
}

async function giveIin(visit: Walk, iin: string): Promise<void> {
  await visit.page.locator("#iin").fill(iin);
  await button(visit, "signin.continue").click();
}

async function answer({ page }: Walk, answers: Answers): Promise<void> {
  for (const field of ["childIin", "certificate", "parent1", "parent2"] as const) {
    await page.locator(`#${field}`).fill(answers[field]);
  }
  await page.locator(`input[name="where"][value="${answers.where}"]`).check();
  await page.locator("#year").selectOption(answers.year);
}

async function takeNewPhone(visit: Walk, number: string): Promise<void> {
  const { page, t } = visit;
  await page.getByText(t("recover.right")).waitFor();
  await page.locator("#phone").fill(number);
  await button(visit, "signin.continue").click();
  await page.locator("#code").waitFor();
  await page.locator("#code").fill(await newestCodeTo(number));
  await page.locator("#password").fill(password);
  await page.locator("#repeat").fill(password);
  await button(visit, "password.update").click();
  await page.waitForURL((url) => !url.pathname.includes("/sign-in"));
}

function kezek(...argv: string[]): { readonly exit: number | null; readonly out: string } {
  const env = { ...process.env, DATABASE_URL: "", KEZEK_DIR: inject("portalFolder") };
  const ended = spawnSync(process.execPath, ["bin/kezek.mjs", ...argv], { env, encoding: "utf8" });
  return { exit: ended.status, out: ended.stdout };
}

/** Nothing personal may stand in an address, nor be remembered by one. */
function watchAddresses(page: Page): () => string {
  const seen: string[] = [];
  page.on("request", (request) => seen.push(request.url()));
  return () => seen.join(" ");
}

describe.each(visits)("$locale, $width px, scripts: $script", (how) => {
  test("no SMS: «Обновить номер», the questions, the new phone, and in", async () => {
    const visit = await begin(how);
    const { page, t, root } = visit;
    const addresses = watchAddresses(page);
    await page.goto(`${root}/sign-in/code`);
    await giveIin(visit, aigerim);
    await page.locator("#code").waitFor();
    await page.getByText(t("code.help.title")).click();
    await link(visit, "code.updateNumber").click();

    await heading(visit, "recover.title");
    await page.getByText(t("recover.warnLift", { iin: "8706****0009" })).waitFor();
    await look(page, "recover-questions", how.script);
    await button(visit, "common.next").click();
    await page.getByText(t("error.required")).first().waitFor();
    // Each line of the summary names its question.
    const line = `1. ${t("recover.child")}. ${t("error.required")}`;
    await page.getByRole("link", { name: line }).waitFor();
    await answer(visit, { ...answersOfAigerim, year: "2022" });
    await button(visit, "common.next").click();
    await page.getByText(t("recover.wrong", { n: 2 })).waitFor();
    // What was typed is still there; which answer was wrong is not told.
    expect(await page.locator("#certificate").inputValue()).toBe(answersOfAigerim.certificate);
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(0);
    await look(page, "recover-wrong", how.script);
    await page.locator("#year").selectOption("2023");
    await button(visit, "common.next").click();

    await page.getByText(t("recover.right")).waitFor();
    await look(page, "recover-phone", how.script);
    await page.locator("#phone").fill("+7 7112 50 01 00");
    await button(visit, "signin.continue").click();
    await page.getByText(t("error.phone-not-mobile")).first().waitFor();
    await page.locator("#phone").fill("8 705 111 22 33");
    await button(visit, "signin.continue").click();
    await page.locator("#code").waitFor();
    await look(page, "recover-confirm", how.script);
    await page.locator("#code").fill("0");
    await page.locator("#password").fill(password);
    await page.locator("#repeat").fill(password);
    await button(visit, "password.update").click();
    await page
      .getByText(t("code.wrong", { n: 2 }))
      .first()
      .waitFor();
    await page.locator("#code").fill(await newestCodeTo("+77051112233"));
    await button(visit, "password.update").click();
    await page.waitForURL((url) => url.pathname === `${root}/cabinet`);
    await page.getByText(t("recover.hold")).first().waitFor();
    await look(page, "recover-hold", how.script);
    for (const secret of [aigerim, "220720690004", "1203456", "77051112233", "7051112233"]) {
      expect(addresses()).not.toContain(secret);
    }

    // The old phone stops it, signed out, in another browser; looking at the page does nothing.
    const owner = await begin(how);
    await owner.page.goto(await linkSentTo(herPhone));
    await owner.page
      .getByRole("heading", { level: 1, name: owner.t("recover.stop.title") })
      .waitFor();
    await look(owner.page, "recover-stop", how.script);
    await button(owner, "recover.stop.button").click();
    await owner.page
      .getByRole("heading", { level: 1, name: owner.t("recover.stop.done") })
      .waitFor();
    await look(owner.page, "recover-stopped", how.script);
    await page.goto(`${root}/cabinet`);
    await heading(visit, "signin.title");
  });

  test("an application without a phone goes straight to the questions", async () => {
    const visit = await begin(how);
    const { page, t, root } = visit;
    await page.goto(`${root}/sign-in/code`);
    await giveIin(visit, gulnar);
    await heading(visit, "recover.title");
    await answer(visit, answersOfGulnar);
    await button(visit, "common.next").click();
    await takeNewPhone(visit, "+77052223344");
    expect(new URL(page.url()).pathname).toBe(`${root}/cabinet`);
    await page.goto(`${root}/cabinet/applications`);
    expect(await page.getByRole("link", { name: /№/u }).count()).toBeGreaterThan(0);
    expect(t.locale).toBe(how.locale);
  });

  test("three failures close the way, the command opens it, and right answers lead in", async () => {
    const visit = await begin(how);
    const { page, t, root } = visit;
    await page.goto(`${root}/sign-in/recover`);
    await heading(visit, "recover.title");
    await look(page, "recover-iin", how.script);
    await giveIin(visit, gulnar);
    for (const left of [2, 1]) {
      await answer(visit, { ...answersOfGulnar, parent2: "" });
      await button(visit, "common.next").click();
      await page.getByText(t("recover.wrong", { n: left })).waitFor();
    }
    await answer(visit, { ...answersOfGulnar, certificate: "123986" });
    await button(visit, "common.next").click();
    await page.getByText("9304****0003").first().waitFor();
    await page.getByText(t("recover.onlyThisWay")).waitFor();
    await look(page, "recover-blocked", how.script);
    await page.reload();
    await page.getByText(t("recover.onlyThisWay")).waitFor();

    const order = ["recovery", "lift", gulnar, "--region", "oral", "--ground", "papers seen"];
    expect(kezek(...order, "--by", "900101390002", "--json")).toMatchObject({ exit: 1 });
    const lifted = kezek(...order, "--by", "820630390001", "--json");
    expect(lifted).toMatchObject({ exit: 0 });
    expect(JSON.parse(lifted.out)).toMatchObject({ ok: true, lifted: true });
    await page.goto(`${root}/sign-in/recover`);
    await answer(visit, answersOfGulnar);
    await button(visit, "common.next").click();
    await takeNewPhone(visit, "+77052223344");
  });
});

describe("besides", () => {
  const russian = { locale: "ru", options: phone } as const;

  test("an IIN that nobody has is led the same way to the same end", async () => {
    const visit = await begin(russian);
    const { page, t, root } = visit;
    await page.goto(`${root}/sign-in/recover`);
    await giveIin(visit, "800101305007");
    for (const left of [2, 1]) {
      await answer(visit, answersOfAigerim);
      await button(visit, "common.next").click();
      await page.getByText(t("recover.wrong", { n: left })).waitFor();
    }
    await answer(visit, answersOfAigerim);
    await button(visit, "common.next").click();
    await page.getByText(t("recover.onlyThisWay")).waitFor();
    expect(await words(visit)).toContain("8001****5007");
  });

  test("a silent register costs no attempt, and what was typed stays", async () => {
    await tellRegisters({ all: "down" });
    const visit = await begin(russian);
    const { page, t, root } = visit;
    await page.goto(`${root}/sign-in/recover`);
    await giveIin(visit, "850303390009");
    await answer(visit, { ...answersOfAigerim, childIin: "211130590001" });
    await button(visit, "common.next").click();
    await page.getByText(t("recover.noAnswer")).waitFor();
    expect(await page.locator("#parent2").inputValue()).toMatch(/^850303\s390009$/u);
    await page.reload();
    expect(await page.getByText(t("common.attemptsLeft", { n: 2 })).count()).toBe(0);
  });

  test("with an electronic signature the owner says in the cabinet that it was somebody else", async () => {
    const stranger = await begin(russian);
    await stranger.page.goto(`${stranger.root}/sign-in/recover`);
    await giveIin(stranger, aigerim);
    await answer(stranger, answersOfAigerim);
    await button(stranger, "common.next").click();
    await takeNewPhone(stranger, "+77053334455");

    await tellEmulator({ signer: aigerim, algorithm: "gost", key: "valid" });
    const owner = await begin({ locale: "ru", options: desktop });
    await signIn(owner);
    await owner.page.goto(`${owner.root}/cabinet`);
    await lookAt(owner.page, "recover-hold-strong");
    await button(owner, "recover.holdStop").click();
    await owner.page.getByText(owner.t("recover.stop.doneText")).waitFor();
    await stranger.page.goto(`${stranger.root}/cabinet`);
    await heading(stranger, "signin.title");
    expect(problemsOf(owner.page)).toEqual([]);
  });

  test("a link that is not ours leads home", async () => {
    const { page } = await begin(russian);
    await page.goto("/m/abcdefghijkl");
    expect(new URL(page.url()).pathname).toMatch(/^\/(kk|ru|en)$/);
  });
});
