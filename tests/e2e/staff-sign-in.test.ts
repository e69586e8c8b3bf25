import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { staffRole } from "#db/schema/people.ts";
import { translator } from "#lib/i18n/translate.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { grantRole } from "#lib/sign-in/staff-roles.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { inPortal } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { lookAt } from "./support/look.ts";
import { browserOf, codeFor, readers } from "./support/ways-in.ts";

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

const login = "oral.officer@kezek.example";
const secret = "Kezek-demo-2026";

const words = {
  kk: {
    login: "Логин (қызметтік пошта)",
    password: "Құпиясөзді енгізіңіз",
    continue: "Жалғастыру",
    code: "Хаттағы кодты енгізіңіз",
    enter: "Кіру",
    wrong: "Логин немесе құпиясөз сәйкес келмеді",
    leave: "Шығу",
    role: "Білім бөлімінің маманы",
  },
  ru: {
    login: "Логин (служебная почта)",
    password: "Введите пароль",
    continue: "Продолжить",
    code: "Введите код из письма",
    enter: "Войти",
    wrong: "Логин или пароль не подошли",
    leave: "Выйти",
    role: "Специалист отдела образования",
  },
} as const;

const press = (page: Page, name: string) =>
  page.locator("main").getByRole("button", { name, exact: true }).click();
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const said = words[reader.language];
  const root = `/${reader.language}/oral`;

  test("staff enter by password and a code out of a letter, and see who they are here", async () => {
    const page = await visitor.newPage(browserOf(reader));
    await page.goto(`${root}/staff`);
    await page.waitForURL(`**${root}/sign-in/staff?**`);
    await field(page, said.login).fill(login);
    await field(page, said.password).fill("басқа құпиясөз");
    await press(page, said.continue);
    await page.getByText(said.wrong).first().waitFor();
    expect(await field(page, said.login).inputValue()).toBe(login);
    await field(page, said.password).fill(secret);
    await press(page, said.continue);
    await page.getByText("o***@kezek.example").waitFor();
    expect(page.url()).not.toContain("officer");
    await field(page, said.code).fill(await codeFor(login));
    await press(page, said.enter);
    await page.waitForURL(`**${root}/staff`);
    await page.getByText(said.role).waitFor();
    await press(page, said.leave);
    await page.waitForURL(`**${root}/sign-in?out=here`);
    await page.goto(`${root}/staff`);
    await page.waitForURL(`**${root}/sign-in/staff?**`);
    expect(problemsOf(page)).toEqual([]);
  });
});

/** Grants a newcomer a role as the operator does. @returns the address of the invitation */
async function invited(newcomer: string, iin: string): Promise<string> {
  return await inPortal(async () => {
    const oral = await portalBySlug("oral");
    await db().delete(staffRole).where(eq(staffRole.iin, iin));
    const order = { iin, role: "auditor", regionId: oral?.id ?? 0, inviteAgain: true } as const;
    const done = await grantRole({ ...order, name: "Жаңа Қызметкер", login: newcomer }, new Date());
    if (!done.ok || done.value.invitation === null) throw new Error("nobody is invited");
    return done.value.invitation.token;
  });
}

describe.each(readers)("invited: $language, $width px, JavaScript $javaScript", (reader) => {
  const said = words[reader.language];
  const t = translator(reader.language);
  const root = `/${reader.language}/oral`;

  test("a newcomer sets a password by the link, once, and enters with it and the letter's code", async () => {
    // Nobody's of the demo.
    const newcomer = "newcomer@oral.example";
    const token = await invited(newcomer, "800101300001");
    const page = await visitor.newPage(browserOf(reader));
    const address = `${root}/sign-in/staff/invitation/${token}`;
    await page.goto(address);
    await page.getByText("n***@oral.example").waitFor();
    if (reader.javaScript) await lookAt(page, "sign-in-staff-invitation");
    const both = async (typed: string) => {
      await field(page, t("password.create.label")).fill(typed);
      await field(page, t("password.repeat.label")).fill(typed);
      await press(page, t("common.save"));
    };
    await both("qwerty123456");
    await page.getByText(t("password.stolen")).first().waitFor();
    const phrase = "екі түйе бір ботаны іздейді";
    await both(phrase);
    await page.getByText(t("signin.invitation.done")).waitFor();
    await field(page, said.login).fill(newcomer);
    await field(page, said.password).fill(phrase);
    await press(page, said.continue);
    await page.getByText("n***@oral.example").waitFor();
    await field(page, said.code).fill(await codeFor(newcomer));
    await press(page, said.enter);
    await page.waitForURL(`**${root}/staff`);
    await page.goto(address);
    await page.getByText(t("signin.invitation.gone")).waitFor();
    expect(problemsOf(page)).toEqual([]);
  });
});

test("axe finds nothing on the staff's pages, and another region's desk stays shut", async () => {
  const page = await visitor.newPage({ viewport: { width: 360, height: 800 } });
  await page.goto("/kk/oral/sign-in/staff");
  await lookAt(page, "sign-in-staff");
  await field(page, words.kk.login).fill(login);
  await field(page, words.kk.password).fill(secret);
  await press(page, words.kk.continue);
  await page.getByText("o***@kezek.example").waitFor();
  await lookAt(page, "sign-in-staff-code");
  await field(page, words.kk.code).fill(await codeFor(login));
  await press(page, words.kk.enter);
  await page.waitForURL("**/kk/oral/staff");
  await lookAt(page, "staff");
  await page.goto("/kk/akmola/staff");
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.getByText(words.kk.role).count()).toBe(0);
});
