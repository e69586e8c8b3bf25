import type { Visitor } from "#tests/support/browser.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { signInAs } from "#tests/e2e/sign-in-steps.ts";
import { olga } from "#tests/e2e/support/families.ts";
import {
  attachTwoPhotos,
  button,
  heading,
  link,
  register,
  type Walk,
  walk,
} from "#tests/e2e/support/walk.ts";
import type { Shoot } from "./camera.ts";
import { browserSwitch, publicAnswer, readings, receipts } from "./checks.ts";
import {
  aigerim,
  askTwins,
  eightWeeks,
  emptyInbox,
  fillInbox,
  gulnar,
  linkToken,
  pastYears,
  takeTwinOff,
} from "./queue-events.ts";
import { wishes } from "./wishes.ts";
import { office } from "./office-deeds.ts";

/** What a family sees between its registration and its place. */
export async function queueLife(visit: Walk, visitor: Visitor, shoot: Shoot): Promise<void> {
  await pastYears();
  await figures(visit, shoot);
  const number = await eightWeeks();
  const inOral = walk(visit.page, visit.t.locale, "oral");
  await as(inOral, aigerim);
  await emptyInbox();
  await why(inOral, shoot, number);
  await inbox(inOral, shoot, number);
  await publicAnswer(inOral, shoot, number);
  await receipts(inOral, shoot, number);
  await desk(inOral, shoot, number);
  await readings(inOral, shoot);
  await as(inOral, gulnar);
  await twinsTogether(inOral, shoot);
  await interest(inOral, shoot);
  await wishes(visit, shoot);
  await visit.page.context().clearCookies();
  await byLink(inOral, shoot);
  await deeds(visit, visitor, shoot);
}

/** Aigerim reads in both languages; the other ones of the catalogue sign in as in Russian. */
async function as({ page, t }: Walk, iin: string, region = "oral"): Promise<void> {
  await page.context().clearCookies();
  const language = t.locale === "kk" ? "kk" : "ru";
  await signInAs(page, { iin, language, region });
}

async function see(visit: Walk, shoot: Shoot, pages: readonly (readonly [string, string])[]) {
  for (const [path, name] of pages) {
    await visit.page.goto(`${visit.root}${path}`);
    await visit.page.getByRole("heading", { level: 1 }).waitFor();
    await shoot(name);
  }
}

async function figures(visit: Walk, shoot: Shoot): Promise<void> {
  await see(visit, shoot, [["/statistics", "statistics-few"]]);
  const petropavl = walk(visit.page, visit.t.locale, "petropavl");
  await see(petropavl, shoot, [["/statistics", "statistics-none"]]);
  const oral = walk(visit.page, visit.t.locale, "oral");
  await see(oral, shoot, [
    ["/statistics", "statistics"],
    ["/transparency", "transparency-oral"],
  ]);
}

async function why(visit: Walk, shoot: Shoot, number: string): Promise<void> {
  const one = `/cabinet/applications/${number}`;
  const today = new Date();
  const ago = (days: number) =>
    new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  await see(visit, shoot, [
    [one, "life-application"],
    [`${one}/why`, "why"],
    [`${one}/why?since=month`, "why-month"],
    [`${one}/why?since=registration`, "why-registration"],
    [`${one}/why?from=${ago(21)}&to=${ago(5)}`, "why-days"],
    [`${one}/why?from=${ago(3)}&to=${ago(2)}`, "why-nothing"],
    [`${one}?tab=history`, "life-history"],
    ["/cabinet", "life-cabinet"],
  ]);
  await visit.page.goto(`${visit.root}${one}/why`);
  await visit.page.locator("main details summary").last().click();
  await shoot("why-table");
}

async function inbox(visit: Walk, shoot: Shoot, number: string): Promise<void> {
  const { page, t, root } = visit;
  await see(visit, shoot, [["/cabinet/inbox", "inbox-empty"]]);
  await fillInbox(t.locale, number);
  await see(visit, shoot, [["/cabinet/inbox", "inbox"]]);
  await page.locator("article").nth(1).locator("h2 a").click();
  await page.getByRole("heading", { name: t("inbox.delivery") }).waitFor();
  await shoot("inbox-message");
  await page.goto(`${root}/cabinet/inbox`);
  await page.locator("article").last().getByRole("link").click();
  await page.getByRole("heading", { name: t("inbox.delivery") }).waitFor();
  await shoot("inbox-undelivered");
  await browserSwitch(visit, shoot);
}

async function desk(visit: Walk, shoot: Shoot, number: string): Promise<void> {
  const { page, t } = visit;
  const one = `/cabinet/applications/${number}`;
  await office(number, "give-back");
  await see(visit, shoot, [
    [one, "returned"],
    [`${one}/correct`, "correct"],
  ]);
  await button(visit, "correction.send").click();
  await page.getByText(t("correction.required")).first().waitFor();
  await shoot("correct-problems");
  await page.getByLabel(t("correction.words")).fill("Прикладываю новый скан");
  await page.getByLabel(t("correction.brings")).check();
  await button(visit, "correction.send").click();
  await page.getByText(t("correction.done")).waitFor();
  await shoot("corrected");
  await office(number, "take-off");
  await see(visit, shoot, [[one, "taken-off"]]);
  await link(visit, "appeal.title").click();
  await heading(visit, "appeal.title");
  await shoot("appeal");
  await button(visit, "appeal.send").click();
  await page.getByText(t("appeal.required")).first().waitFor();
  await shoot("appeal-problems");
  const words = "Мы живем в Уральске, справка о регистрации прилагается.";
  await page.getByLabel(t("appeal.words")).fill(words);
  await button(visit, "appeal.send").click();
  await page.getByText(words).waitFor();
  await shoot("appeal-sent");
  const sent = page.url();
  await office(number, "uphold");
  await page.goto(sent.replace(/[?&]sent=1/, (mark) => (mark.startsWith("?") ? "?" : "")));
  await shoot("appeal-answered");
  await see(visit, shoot, [[one, "life-upheld"]]);
  await office(number, "hold");
  await see(visit, shoot, [[one, "held"]]);
  await office(number, "release");
  await office(number, "refuse");
  await see(visit, shoot, [[one, "refused"]]);
  await link(visit, "appeal.title").click();
  await page.getByLabel(t("appeal.words")).fill(words);
  await button(visit, "appeal.send").click();
  await page.getByText(words).waitFor();
  await see(visit, shoot, [[one, "refused-objected"]]);
  await office(number, "reject");
  await see(visit, shoot, [[one, "refused-for-good"]]);
  await link(visit, "appeal.readAnswer").click();
  await heading(visit, "appeal.about");
  await shoot("appeal-rejected");
  await office(number, "put-back");
  await see(visit, shoot, [[`${one}?tab=history`, "life-history-long"]]);
}

async function twinsTogether(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, t, root } = visit;
  const number = await askTwins(200);
  const one = `/cabinet/applications/${number}`;
  await see(visit, shoot, [
    ["/cabinet/applications", "twins-journal"],
    [`${one}/why`, "why-away"],
    [`${one}/twins`, "twins"],
  ]);
  await button(visit, "twins.join").click();
  await page.getByText(t("twins.doneJoined")).first().waitFor();
  await shoot("twins-joined");
  await page.goto(`${root}${one}/twins`);
  await page.getByText(t("twins.together")).first().waitFor();
  await shoot("twins-together");
  await button(visit, "twins.part").click();
  await page.getByText(t("twins.doneParted")).first().waitFor();
}

async function interest(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, t } = visit;
  const number = await askTwins(6);
  const one = `/cabinet/applications/${number}`;
  await see(visit, shoot, [
    [one, "interest-asked"],
    [`${one}/interest`, "interest"],
  ]);
  await askTwins(0);
  await see(visit, shoot, [
    ["/cabinet", "cabinet-last-day"],
    [`${one}/interest`, "interest-last-day"],
  ]);
  await askTwins(-1);
  await see(visit, shoot, [[`${one}/interest`, "interest-over"]]);
  await askTwins(200);
  await see(visit, shoot, [[`${one}/interest`, "interest-later"]]);
  await askTwins(6);
  await page.goto(`${visit.root}${one}/interest`);
  await button(visit, "interest.confirm").click();
  await page.getByText(t("interest.done", { date: "" }).replace(/\s*\.?$/, "")).waitFor();
  await shoot("interest-done");
  await askTwins(6);
  await takeTwinOff();
  await see(visit, shoot, [
    [one, "interest-removed"],
    [`${one}/interest`, "interest-restore"],
  ]);
  await button(visit, "interest.restoreButton").click();
  await page.getByText(t("interest.restored", { date: "" }).replace(/\s*\.?$/, "")).waitFor();
  await shoot("interest-restored");
}

async function byLink(visit: Walk, shoot: Shoot): Promise<void> {
  await askTwins(6);
  await see(visit, shoot, [
    ["/interest/00000000000", "interest-link-unknown"],
    [`/interest/${linkToken}`, "interest-link"],
  ]);
  await button(visit, "interest.plain.yes").click();
  await visit.page.getByText(visit.t("interest.link.thanks")).waitFor();
  await shoot("interest-link-done");
}

/** Olga's deeds in Akmola, each with what it changes, and its refusals. */
async function deeds(visit: Walk, visitor: Visitor, shoot: Shoot): Promise<void> {
  const { page, t, root } = visit;
  const number = await registered(visitor, visit.t.locale);
  await as(visit, olga.iin, "akmola");
  const one = `/cabinet/applications/${number}`;
  await see(visit, shoot, [
    [one, "deeds"],
    [`${one}/why`, "why-fresh"],
    [`${one}/privilege`, "privileges"],
  ]);
  await page.getByRole("link", { name: t("privilege.drop") }).click();
  await heading(visit, "privilege.drop");
  await shoot("privilege-drop");
  await page.goto(`${root}${one}/privilege`);
  await page.getByLabel(t("apply.privilege.category")).selectOption("parent-disability");
  await button(visit, "effect.show").click();
  await heading(visit, "journal.actions.privilege");
  await shoot("privilege-add");
  await button(visit, "privilege.attach").click();
  await page.locator("#paper-disability-certificate").waitFor();
  await button(visit, "privilege.claim").click();
  const missing = t("apply.papers.need", { paper: t("document.type.disability-certificate") });
  await page.getByText(missing).first().waitFor();
  await shoot("privilege-missing");
  await attachTwoPhotos(visit, "disability-certificate");
  await button(visit, "privilege.claim").click();
  await page.getByText(t("privilege.doneClaimed")).waitFor();
  await shoot("privilege-claimed");
  await see(visit, shoot, [[`${one}/papers`, "papers"]]);
  await button(visit, "privilege.attach").click();
  await page.locator("#paper-disability-certificate").waitFor();
  await button(visit, "papers.send").click();
  await page.getByText(t("papers.empty")).first().waitFor();
  await shoot("papers-problems");
  await see(visit, shoot, [[`${one}/district`, "district"]]);
  await page.getByLabel(t("district.new")).selectOption("116000000");
  await button(visit, "effect.show").click();
  await page.getByRole("region", { name: t("effect.title") }).waitFor();
  await shoot("district-effect");
  await button(visit, "district.confirm").click();
  await page.getByText(t("district.done")).waitFor();
  await see(visit, shoot, [[`${one}/notice`, "life-notice"]]);
  await link(visit, "journal.notice.verify").click();
  await page.getByRole("main").getByText(number).first().waitFor();
  await shoot("verify-sealed");
  await see(visit, shoot, [[`${one}/withdraw`, "withdraw"]]);
  await button(visit, "withdraw.button").click();
  await page.getByText(t("withdraw.done")).waitFor();
  await shoot("withdrawn");
  await see(visit, shoot, [[`${one}/withdraw`, "withdraw-closed"]]);
}

/** Olga registers Artyom with a privilege, in the reader's language: so her notice is. */
async function registered(visitor: Visitor, locale: Locale): Promise<string> {
  const first = walk(await visitor.newPage(), locale);
  await as(first, olga.iin, "akmola");
  const number = await register(first, { privilege: "large-family" });
  await first.page.context().close();
  return number;
}
