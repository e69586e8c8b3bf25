import { beforeEach, describe, expect, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { pdfText } from "#tests/support/pdf-text.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { artyom, kokshetau, olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import {
  attachTwoPhotos,
  button,
  fillApplicant,
  fillChild,
  forward,
  heading,
  link,
  readNotice,
  type Walk,
  walk,
  words,
} from "./support/walk.ts";

// Manuals 003 and 004 from the first page to the last, as a family in Akmola walks them.

const visitor = useBrowser();
beforeEach(cleanSlate);

describe.each(["kk", "ru"] as const)("in %s", (locale) => {
  test.each([360, 1280])("a mother stands her son in the queue, at %i px", async (width) => {
    await tellEmulator({ signer: olga.iin, algorithm: "gost" });
    const page = await visitor.newPage({ viewport: { width, height: 800 } });
    const visit = walk(page, locale);

    await chooseDistrict(visit);
    await openService(visit);
    await enter(visit);
    await apply(visit);
    const { number, code, position } = await signAndDownload(visit);
    await readJournal(visit, number);
    await leave(visit);
    await checkQueue(visit, code, position);
    await checkQueue(visit, "1199", position);
    expect(problemsOf(page)).toEqual([]);
    await page.context().close();
  });
});

/** 003 §1, 004: Akmola, and the district from the list. */
async function chooseDistrict(visit: Walk): Promise<void> {
  const { page, t, root } = visit;
  await page.goto(`/${t.locale}`);
  await heading(visit, "region.choose");
  await lookAt(page, "01-chooser");
  await page.getByLabel(t("region.search.label")).fill(t.locale === "kk" ? "ақмола" : "акмол");
  await page.getByText(t("region.searchFound", { n: 1 })).waitFor();
  await page.getByLabel(t("region.district")).selectOption(kokshetau);
  await button(visit, "region.pick").click();
  await page.waitForURL(`**${root}`);
  await heading(visit, "home.hero");
  await link(visit, "common.change").waitFor();
  await lookAt(page, "02-home");
}

/** 003 §2, 6, 7: the service and its instruction. */
async function openService(visit: Walk): Promise<void> {
  const { page, t } = visit;
  await page
    .getByRole("main")
    .getByRole("link", { name: t("header.nav.apply") })
    .click();
  await heading(visit, "service.title");
  await lookAt(page, "03-service");
  await page.getByRole("link", { name: t("qtype.form.general") }).click();
  await heading(visit, "qtype.form.general");
  await lookAt(page, "04-form-described");
}

/** 003 §3–5: key, the owner's data, «Войти», e-mail at the first entry. */
async function enter(visit: Walk): Promise<void> {
  const { page, t } = visit;
  await link(visit, "signin.enter").click();
  await heading(visit, "signin.title");
  await lookAt(page, "05-sign-in");
  await page.getByRole("link", { name: t("signin.ways.eds") }).click();
  await heading(visit, "signin.eds.title");
  await lookAt(page, "06-certificate");
  await button(visit, "eds.choose").click();
  await heading(visit, "signin.owner.title");
  await page.getByText("910925 490000").first().waitFor();
  await lookAt(page, "07-owner");
  await button(visit, "signin.enter").click();
  await heading(visit, "profile.firstTitle");
  await lookAt(page, "08-email");
  await page.getByLabel(t("profile.email")).fill("olga.kim@example.kz");
  await button(visit, "profile.saveFirst").click();
}

/** 003 §7–10: the four steps of the form, and the text that is going to be signed. */
async function apply(visit: Walk): Promise<void> {
  const { page, t } = visit;
  await heading(visit, "qtype.form.general");
  await page.getByText(t("apply.residence.here")).waitFor();
  await lookAt(page, "09-form-open");
  await page.getByLabel(t("apply.confirm")).check();
  await button(visit, "apply.start").click();

  await heading(visit, "apply.stepTitle.applicant");
  await page.getByText("Ольга").first().waitFor();
  await fillApplicant(visit);
  await page.locator('[data-saver="saved"]').waitFor();
  await lookAt(page, "10-applicant");
  await forward(visit);

  await heading(visit, "apply.stepTitle.child");
  // The district chosen at the very beginning is offered here.
  expect(await page.getByLabel(t("common.district")).inputValue()).toBe(kokshetau);
  await fillChild(visit, { privilege: "large-family" });
  await page.getByText(t("apply.privilege.what")).waitFor();
  await page.locator('[data-saver="saved"]').waitFor();
  await lookAt(page, "11-child");
  await forward(visit);

  await heading(visit, "apply.stepTitle.documents");
  await attachTwoPhotos(visit, "large-family-proof");
  await lookAt(page, "12-documents");
  await forward(visit);

  await heading(visit, "apply.stepTitle.review");
  const read = await words(visit);
  for (const fact of [
    "910925 490000",
    "230315 590008",
    "olga.kim@example.kz",
    t("privilege.category.large-family"),
    "page-1.jpg",
    "page-2.jpg",
  ]) {
    expect(read).toContain(fact);
  }
  await lookAt(page, "13-review");
  await link(visit, "apply.send").click();
  await heading(visit, "apply.stepTitle.sign");
}

/** 003 §11, 12: the signature, the notice that it is registered, and its PDF. */
async function signAndDownload(visit: Walk) {
  const { page, t } = visit;
  await lookAt(page, "14-sign");
  await page.getByText(t("apply.review.bytes")).click();
  const text = await page.getByRole("main").locator("pre").innerText();
  for (const fact of [artyom.iin, olga.iin, "olga.kim@example.kz", "page-1.jpg"]) {
    expect(text).toContain(fact);
  }
  await button(visit, "eds.sign").click();
  const notice = await readNotice(visit);
  expect(notice.number).toMatch(/\d/);
  expect(notice.position).toBe("1");
  await untilNoticeIsMade(visit);
  await lookAt(page, "15-registered");

  const file = await page.request.get(
    (await link(visit, "apply.done.download").getAttribute("href")) ?? "",
  );
  expect(file.headers()["content-type"]).toBe("application/pdf");
  const pdf = await file.body();
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdfText(pdf)).toContain(notice.number);
  expect(pdfText(pdf)).toContain(notice.code);
  await button(visit, "apply.ok").or(link(visit, "apply.ok")).click();
  return notice;
}

/** The PDF is made by the worker; until it is there the page says so and asks to be loaded again. */
async function untilNoticeIsMade(visit: Walk): Promise<void> {
  await expect
    .poll(
      async () => {
        if ((await link(visit, "apply.done.download").count()) === 1) return true;
        await visit.page.reload();
        return false;
      },
      { timeout: 60_000, interval: 300 },
    )
    .toBe(true);
}

/** 003 §13–16: the journal, the three tabs, what is attached and what the portal made. */
async function readJournal(visit: Walk, number: string): Promise<void> {
  const { page, t } = visit;
  await heading(visit, "journal.title");
  await lookAt(page, "16-journal");
  const title = t("journal.card", { number });
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  const main = page.getByRole("main");
  await main.getByText("230315 590008").waitFor();
  await lookAt(page, "17-tab-info");
  await main.getByRole("link", { name: t("journal.tab.history"), exact: true }).click();
  await main.getByText(t("journal.event.registered")).waitFor();
  await lookAt(page, "18-tab-history");
  await main.getByRole("link", { name: t("journal.tab.documents"), exact: true }).click();
  await main.getByText("page-2.jpg").waitFor();
  await lookAt(page, "19-tab-documents");
  const files = main.locator('a[href^="/api/documents/"]', { hasText: t("journal.download") });
  const hrefs = await files.evaluateAll((all) => all.map((each) => each.getAttribute("href")));
  // Two photos, the notice, the public log's receipt, and the evidence of the signature.
  expect(hrefs).toHaveLength(5);
  for (const href of hrefs) {
    const status = async () => (await page.request.get(href ?? "")).status();
    // The receipt is there within seconds of the registration.
    await expect.poll(status, { timeout: 30_000 }).toBe(200);
  }
  await main
    .getByRole("link", { name: t("apply.files.view") })
    .first()
    .click();
  await heading(visit, "notice.title");
  await main.getByText(number).first().waitFor();
  await lookAt(page, "20-notice");
  await link(visit, "journal.notice.verify").click();
  await main.getByText(number).first().waitFor();
  await lookAt(page, "21-verify");
}

async function leave(visit: Walk): Promise<void> {
  const { page, root, t } = visit;
  await page.goto(`${root}/cabinet`);
  await heading(visit, "cabinet.title");
  await lookAt(page, "22-cabinet");
  await button(visit, "signin.exit").locator("visible=true").click();
  await page.getByText(t("signin.out")).waitFor();
  await lookAt(page, "23-signed-out");
  const answer = await page.request.get(`${root}/cabinet/applications`, { maxRedirects: 0 });
  expect(answer.status()).toBe(307);
}

/** Signed out: IIN and one fact more. */
async function checkQueue(visit: Walk, fact: string, position: string): Promise<void> {
  const { page, root, t } = visit;
  await page.goto(`${root}/queue`);
  await heading(visit, "check.title");
  await page.getByLabel(t("check.childIin")).fill(artyom.iin);
  await page.getByLabel(t("check.secondFact")).fill(fact);
  await button(visit, "check.button").click();
  await page.getByRole("heading", { name: t("check.result") }).waitFor();
  const answer = await words(visit);
  expect(answer).toContain(`${t("queue.number.label")}`);
  expect(answer).toMatch(new RegExp(`(^|\\s)${position}(\\s|$)`, "m"));
  expect(answer).not.toMatch(/Сергеевич|Артём|1199/i);
  await lookAt(page, "24-queue");
}
