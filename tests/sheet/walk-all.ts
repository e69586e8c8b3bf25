import { afterAll, expect, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "#tests/e2e/support/clean-slate.ts";
import { artyom, olga } from "#tests/e2e/support/families.ts";
import { button, heading, link, type Walk, walk } from "#tests/e2e/support/walk.ts";
import { camera, type Shoot } from "./camera.ts";
import { choiceSchema } from "./choice.ts";
import { entrances } from "./entrances.ts";
import { kindergartens } from "./kindergartens.ts";
import { queueLife } from "./queue-life.ts";
import { openLastResort, whileBroken, whileCrowded } from "./troubles.ts";
import { wizard } from "./wizard.ts";

// Not a test: one walk through every page that there is, with the camera in hand.

const choice = choiceSchema.parse(JSON.parse(process.env["KEZEK_SHEET"] ?? "null"));
const visitor = useBrowser();
afterAll(cleanSlate);

test.each(choice.langs)("all pages in %s", async (lang) => {
  await cleanSlate();
  const { take, shots } = camera(choice, lang);
  const page = await visitor.newPage({ viewport: { width: 1280, height: 800 } });
  const visit = walk(page, lang);
  const shoot: Shoot = (name) => take(page, name);
  try {
    if (choice.ways.includes("into-queue")) await intoQueue(visit, shoot);
    await cleanSlate();
    if (choice.ways.includes("in-queue")) await queueLife(visit, visitor, shoot);
  } catch (error) {
    await page.screenshot({ path: `${choice.folder}/${lang}/stopped-here.png`, fullPage: true });
    throw error;
  }
  expect(shots().length).toBeGreaterThan(0);
  await page.context().close();
});

async function intoQueue(visit: Walk, shoot: Shoot): Promise<void> {
  await publicPages(visit, shoot);
  await kindergartens(visit, shoot);
  await entrances(visit, shoot);
  await setUp(visit, shoot);
  await enter(visit, shoot);
  const { number, code } = await wizard(visit, shoot);
  await cabinet(visit, shoot, number);
  await crowd(visit, shoot);
  await leave(visit, shoot);
  await checks(visit, shoot, code);
}

async function publicPages({ page, root, t }: Walk, shoot: Shoot): Promise<void> {
  for (const [path, name] of [
    [`/${t.locale}`, "chooser"],
    [root, "home"],
    [`/${t.locale}/oral`, "home-oral"],
    [`${root}/apply`, "apply"],
    [`${root}/apply/general`, "apply-general"],
    [`${root}/apply/sanatorium`, "apply-sanatorium"],
    [`${root}/queue`, "queue"],
    [`${root}/referrals`, "referrals"],
    [`${root}/help`, "help"],
    [`${root}/accessibility`, "accessibility"],
    [`${root}/transparency`, "transparency"],
    [`${root}/verify`, "verify"],
    [`${root}/verify/AAAA-AAAA-AAAA`, "verify-unknown"],
    [`${root}/sign-in`, "sign-in"],
    [`/offline`, "offline"],
    [`${root}/nothing-here`, "not-found"],
    [`/${t.locale}/nowhere`, "not-found-region"],
    ["/nowhere/at/all", "not-found-anywhere"],
    ["/api/nowhere", "not-found-unknown"],
    [`/demo?lang=${t.locale}`, "demo"],
  ] as const) {
    await page.goto(path);
    await shoot(name);
  }
  await page.goto(`${root}/help`);
  for (const summary of await page.locator("main summary").all()) {
    if (!(await summary.evaluate((each) => each.closest("details")?.open))) await summary.click();
  }
  await shoot("help-open");
  await page.goto(`${root}/queue`);
  await page.locator("main form button").last().click();
  await page.getByRole("main").getByRole("alert").first().waitFor();
  await shoot("queue-empty");
  await openLastResort(page);
  await shoot("last-resort");
}

async function setUp(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, root, t } = visit;
  await tellEmulator({ reset: true, signer: olga.iin, algorithm: "gost", key: "valid" });
  await page.goto(`${root}/help/ncalayer`);
  await shoot("setup");
  await button(visit, "help.setup.check").click();
  await page.getByText(t("help.setup.ready")).waitFor();
  await tellEmulator({ cancel: true });
  await button(visit, "help.setup.key.button").click();
  await page.getByText(t("eds.error.cancel")).waitFor();
  for (const summary of await page.locator("main summary").all()) await summary.click();
  await shoot("setup-checked");
}

async function enter(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, root, t } = visit;
  await page.goto(`${root}/sign-in/eds?return=${encodeURIComponent(`${root}/apply/general`)}`);
  await shoot("sign-in-eds");
  await tellEmulator({ key: "organisation", force: true });
  await button(visit, "eds.choose").click();
  await page.getByRole("main").getByRole("alert").waitFor();
  await shoot("sign-in-refused");
  await tellEmulator({ reset: true, signer: olga.iin, algorithm: "gost", key: "valid" });
  await button(visit, "eds.retry").click();
  await heading(visit, "signin.owner.title");
  await shoot("sign-in-owner");
  await button(visit, "signin.enter").click();
  await heading(visit, "profile.firstTitle");
  await shoot("profile-first");
  await page.getByLabel(t("profile.email")).fill("olga.kim@example.kz");
  await button(visit, "profile.saveFirst").click();
  await heading(visit, "qtype.form.general");
  await page.goto(`${root}/cabinet`);
  await shoot("cabinet-empty");
  await page.goto(`${root}/cabinet/applications`);
  await shoot("journal-empty");
}

async function cabinet(visit: Walk, shoot: Shoot, number: string): Promise<void> {
  const { page, root } = visit;
  const one = `${root}/cabinet/applications/${number}`;
  for (const [path, name] of [
    [`${root}/cabinet`, "cabinet"],
    [`${root}/cabinet/applications`, "journal"],
    [one, "journal-info"],
    [`${one}?tab=history`, "journal-history"],
    [`${one}?tab=documents`, "journal-documents"],
    [`${one}/notice`, "notice"],
    [`${root}/cabinet/children`, "children"],
    [`${root}/cabinet/profile`, "profile"],
    [`${root}/cabinet/profile?tab=link`, "profile-link"],
    [`${root}/cabinet/profile?tab=password`, "profile-password"],
    [`${root}/cabinet/data`, "my-data"],
    [`${root}/cabinet/sessions`, "sessions"],
    [`${one}1`, "journal-not-found"],
  ] as const) {
    await page.goto(path);
    await shoot(name);
  }
  await page.goto(`${one}/notice`);
  await link(visit, "journal.notice.verify").click();
  await page.getByRole("main").getByText(number).first().waitFor();
  await shoot("verify-genuine");
}

/** The longest names, the fullest lists, and the page for when something broke on our side. */
async function crowd({ page, root, t }: Walk, shoot: Shoot): Promise<void> {
  await whileCrowded(async () => {
    for (const [path, name] of [
      [`${root}/cabinet`, "cabinet-crowded"],
      [`${root}/cabinet/applications`, "journal-crowded"],
      [`${root}/cabinet/children`, "children-crowded"],
      [`${root}/cabinet/profile`, "profile-long"],
    ] as const) {
      await page.goto(path);
      await shoot(name);
    }
    await page.goto(`${root}/cabinet/applications`);
    await page.locator("main li a").filter({ hasText: "-Ерғалиқызы" }).first().click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shoot("journal-long");
  });
  await whileBroken(async () => {
    await page.goto(`${root}/cabinet/applications`);
    await page.getByRole("heading", { level: 1, name: t("error.page.500.title") }).waitFor();
    await shoot("error");
  });
}

async function leave(visit: Walk, shoot: Shoot): Promise<void> {
  await visit.page.goto(`${visit.root}/cabinet`);
  await button(visit, "signin.exit").locator("visible=true").click();
  await visit.page.getByText(visit.t("signin.out")).waitFor();
  await shoot("signed-out");
}

async function checks(visit: Walk, shoot: Shoot, code: string): Promise<void> {
  const { page, root, t } = visit;
  for (const [fact, name] of [
    [code, "queue-answer"],
    ["0000", "queue-none"],
  ] as const) {
    await page.goto(`${root}/queue`);
    await page.getByLabel(t("check.childIin")).fill(artyom.iin);
    await page.getByLabel(t("check.secondFact")).fill(fact);
    await button(visit, "check.button").click();
    await page.waitForLoadState("networkidle");
    await shoot(name);
  }
}
