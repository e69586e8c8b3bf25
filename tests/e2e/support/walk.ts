import type { Locator, Page } from "playwright-core";
import type { Locale } from "#lib/i18n/locales.ts";
import { type MessageKey, translator, type Translator } from "#lib/i18n/translate.ts";
import { artyom, kokshetau } from "./families.ts";
import { photo } from "./photos.ts";

/** A person at a page of a portal, reading in one language. */
export type Walk = {
  readonly page: Page;
  readonly t: Translator;
  /** `/{locale}/{region}`. */
  readonly root: string;
};

export function walk(page: Page, locale: Locale = "ru", region = "akmola"): Walk {
  // What does not come by then does not come at all.
  page.setDefaultTimeout(30_000);
  return { page, t: translator(locale), root: `/${locale}/${region}` };
}

/** The button or link with the catalogue's words. */
export function button({ page, t }: Walk, key: MessageKey): Locator {
  return page.getByRole("button", { name: t(key), exact: true });
}

export function link({ page, t }: Walk, key: MessageKey): Locator {
  return page.getByRole("link", { name: t(key), exact: true });
}

/** Waits until the page is the one with this heading. */
export async function heading({ page, t }: Walk, key: MessageKey): Promise<void> {
  await page.getByRole("heading", { level: 1, name: t(key), exact: true }).waitFor();
}

/** Manual 003, steps 3 to 5, from the page of the sign-in: certificate, the owner's data, «Войти». */
export async function signIn(visit: Walk, more: { returnTo?: string } = {}): Promise<void> {
  const { page, root } = visit;
  const query = more.returnTo === undefined ? "" : `?return=${encodeURIComponent(more.returnTo)}`;
  await page.goto(`${root}/sign-in/eds${query}`);
  await button(visit, "eds.choose").click();
  await heading(visit, "signin.owner.title");
  await button(visit, "signin.enter").click();
  await page.waitForURL((url) => !url.pathname.includes("/sign-in"));
}

/** «Подтверждаю ознакомление с Алгоритмом», «Подать заявку»; ends on the first step. */
export async function startForm(visit: Walk, queueType = "general"): Promise<void> {
  await visit.page.goto(`${visit.root}/apply/${queueType}`);
  await visit.page.getByLabel(visit.t("apply.confirm")).check();
  await button(visit, "apply.start").click();
  await heading(visit, "apply.stepTitle.applicant");
}

export async function forward(visit: Walk): Promise<void> {
  await button(visit, "common.forward").last().click();
}

export async function fillApplicant(visit: Walk, email = "olga.kim@example.kz"): Promise<void> {
  const { page, t } = visit;
  await page.getByLabel(t("apply.contacts.email")).fill(email);
  await page.getByLabel(t("apply.contacts.phone"), { exact: true }).fill("+77770001199");
  await page.getByLabel(t("apply.consent.label"), { exact: true }).check();
}

export type ChildAnswers = { readonly iin?: string; readonly privilege?: string | null };

export async function fillChild(visit: Walk, answers: ChildAnswers = {}): Promise<void> {
  const { page, t } = visit;
  const { iin = artyom.iin, privilege = null } = answers;
  await page.getByLabel(t("apply.child.iin")).fill(iin);
  await button(visit, "apply.child.find").click();
  await page.getByText(t("apply.child.kinOk")).waitFor();
  await page.getByLabel(t("common.district")).selectOption(kokshetau);
  if (privilege === null) return;
  await page.getByLabel(t("apply.privilege.label")).check();
  await page.getByLabel(t("apply.privilege.category")).selectOption(privilege);
}

/** Two photos of one paper, chosen together; waits until both are accepted. */
export async function attachTwoPhotos({ page, t }: Walk, paper: string): Promise<void> {
  const field = page.locator(`#paper-${paper}`);
  await field
    .locator(`#file-${paper}[multiple]`)
    .setInputFiles([await photo("page-1.jpg", 10), await photo("page-2.jpg", 40)]);
  await field
    .getByRole("listitem")
    .filter({ hasText: t("apply.files.sent") })
    .nth(1)
    .waitFor();
}

/** From the district to the step of the papers. */
export async function toPapers(
  visit: Walk,
  child: ChildAnswers = {},
  queueType?: string,
): Promise<void> {
  await startForm(visit, queueType);
  await fillApplicant(visit);
  await forward(visit);
  await heading(visit, "apply.stepTitle.child");
  await fillChild(visit, child);
  await forward(visit);
  await heading(visit, "apply.stepTitle.documents");
}

/** From the papers to the page on which one signs. */
export async function signatureAfterPapers(visit: Walk): Promise<void> {
  await forward(visit);
  await heading(visit, "apply.stepTitle.review");
  await link(visit, "apply.send").click();
  await heading(visit, "apply.stepTitle.sign");
}

/** From the district to the page on which one signs; of a privilege the proof is attached. */
export async function toSignature(visit: Walk, child: ChildAnswers = {}): Promise<void> {
  await toPapers(visit, child);
  if (child.privilege != null) await attachTwoPhotos(visit, `${child.privilege}-proof`);
  await signatureAfterPapers(visit);
}

/** From the district to the notice, which needs scripts. @returns the application's number */
export async function register(visit: Walk, child: ChildAnswers = {}): Promise<string> {
  await toSignature(visit, child);
  await button(visit, "eds.sign").click();
  const { number } = await readNotice(visit);
  return number;
}

/** What the notice of registration says (manual 003 §12). */
export async function readNotice({ page, t }: Walk) {
  const panel = page.getByRole("region", { name: t("apply.done.title") });
  await panel.waitFor();
  const fact = async (key: MessageKey) =>
    (
      await panel
        .locator("dt", { hasText: t(key) })
        .locator("+ dd")
        .first()
        .innerText()
    ).trim();
  return {
    panel,
    number: (await fact("common.number")).replace(/^№\s*/u, ""),
    position: await fact("apply.done.position"),
    code: await fact("apply.done.code"),
  };
}

/** The page's own words, with plain spaces where the page keeps digits together. */
export async function words({ page }: Walk): Promise<string> {
  return (await page.getByRole("main").innerText()).replaceAll("\u00a0", " ");
}
