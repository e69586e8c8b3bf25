import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { photo } from "./support/photos.ts";
import {
  attachTwoPhotos,
  button,
  heading,
  link,
  register,
  type Walk,
  walk,
  words,
} from "./support/walk.ts";
import { browserOf, type Reader, readers } from "./support/ways-in.ts";

// What a family does about an application that stands in the queue, each time told before what will change.

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

/** Gulnar's twins stand in Oral. */
const gulnar = "930408490003";
const kosshy = "116000000";

async function signedIn(reader: Reader, iin: string, region: string): Promise<Walk> {
  const { language } = reader;
  const first = await visitor.newPage();
  await signInAs(first, { iin, language, region });
  const storageState = await first.context().storageState();
  await first.context().close();
  return walk(await visitor.newPage({ ...browserOf(reader), storageState }), language, region);
}

/** Olga registers Artyom with a privilege, which needs scripts, and goes on as this reader. */
async function registered(reader: Reader): Promise<{ visit: Walk; number: string }> {
  const first = walk(await visitor.newPage());
  await signInAs(first.page, { iin: olga.iin });
  const number = await register(first, { privilege: "large-family" });
  const storageState = await first.page.context().storageState();
  await first.page.context().close();
  const page = await visitor.newPage({ ...browserOf(reader), storageState });
  return { visit: walk(page, reader.language), number };
}

/** Opens a deed from the list on the application's page. */
async function deed(visit: Walk, number: string, label: MessageKey): Promise<void> {
  await visit.page.goto(`${visit.root}/cabinet/applications/${number}`);
  await visit.page.getByRole("heading", { name: visit.t("journal.deeds") }).waitFor();
  await link(visit, label).click();
}

/**
 * Goes on claiming what was claimed once already: the page of giving up says when that was the last time, and the page of
 * claiming from when it is possible again.
 */
async function claimedTooOften(
  visit: Walk,
  number: string,
  look: (visit: Walk, name: string) => Promise<void>,
): Promise<void> {
  const { page, root, t } = visit;
  const privilege = `${root}/cabinet/applications/${number}/privilege`;
  const begin = (key: MessageKey) =>
    t(key, { n: 3, days: 30, time: "TIME" }).split("TIME")[0] ?? "";
  // Claimed with the registration and once since.
  for (const time of [2, 3]) {
    await page.goto(`${privilege}/drop?category=large-family`);
    await heading(visit, "privilege.drop");
    expect((await words(visit)).includes(begin("privilege.againFrom")), `${time}`).toBe(time === 3);
    if (time === 3) await look(visit, "life-privilege-last");
    await button(visit, "privilege.drop").click();
    await done(visit, "privilege.doneDropped");
    await page.goto(`${privilege}/add?category=large-family`);
    await heading(visit, "journal.actions.privilege");
    expect((await words(visit)).includes(begin("privilege.tooOften")), `${time}`).toBe(time === 3);
    if (time === 3) break;
    await button(visit, "privilege.claim").click();
    await done(visit, "privilege.doneClaimed");
  }
  expect(await button(visit, "privilege.claim").count()).toBe(0);
  await look(visit, "life-privilege-limit");
}

async function done(visit: Walk, text: MessageKey): Promise<void> {
  await visit.page.getByText(visit.t(text), { exact: true }).first().waitFor();
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const look = async (visit: Walk, name: string) => {
    if (reader.javaScript) await lookAt(visit.page, name);
  };

  /** A photo of the certificate: by the field where scripts run, by its plain form where not. */
  const bring = async (visit: Walk) => {
    if (reader.javaScript) return attachTwoPhotos(visit, "disability-certificate");
    const field = visit.page.locator("#paper-disability-certificate");
    await field
      .locator("input[type=file]")
      .first()
      .setInputFiles(await photo("page-1.jpg", 10));
    await field.getByRole("button", { name: visit.t("apply.files.upload") }).click();
    await field.getByText("page-1.jpg").waitFor();
  };

  test("privileges, the district and the application are given up, each with its effect before", async () => {
    const { visit, number } = await registered(reader);
    const { page, t } = visit;
    await deed(visit, number, "journal.deed.privileges");
    await heading(visit, "privilege.title");
    await look(visit, "life-privileges");
    await page.getByRole("link", { name: t("privilege.drop") }).click();
    await heading(visit, "privilege.drop");
    const effect = page.getByRole("region", { name: t("effect.title") });
    expect(await effect.innerText()).toContain(t("queue.class.ordinary"));
    await look(visit, "life-privilege-drop");
    await button(visit, "privilege.drop").click();
    await done(visit, "privilege.doneDropped");
    await look(visit, "life-application");

    // Given up, it can be claimed again with the papers that stand.
    await deed(visit, number, "journal.deed.privileges");
    await page.getByLabel(t("apply.privilege.category")).selectOption("large-family");
    await button(visit, "effect.show").click();
    await heading(visit, "journal.actions.privilege");
    await done(visit, "privilege.ready");
    await button(visit, "privilege.claim").click();
    await done(visit, "privilege.doneClaimed");
    await claimedTooOften(visit, number, look);

    await deed(visit, number, "journal.deed.district");
    await heading(visit, "journal.deed.district");
    await page.getByLabel(t("district.new")).selectOption(kosshy);
    await button(visit, "effect.show").click();
    await effect.waitFor();
    await look(visit, "life-district");
    await button(visit, "district.confirm").click();
    await done(visit, "district.done");

    await page.goto(`${visit.root}/cabinet/applications/${number}?tab=history`);
    await done(visit, "journal.event.movedDistrict");

    await deed(visit, number, "journal.actions.withdraw");
    await heading(visit, "journal.actions.withdraw");
    expect(await words(visit)).toContain(t("withdraw.lost"));
    await look(visit, "life-withdraw");
    await button(visit, "withdraw.button").click();
    await done(visit, "withdraw.done");
    expect(await page.getByRole("heading", { name: t("journal.deeds") }).count()).toBe(0);
    await page.goto(`${visit.root}/cabinet/applications/${number}/withdraw`);
    expect(await button(visit, "withdraw.button").count()).toBe(0);
    await look(visit, "life-closed");
    expect(problemsOf(page)).toEqual([]);
  });

  test("a privilege is added with its paper; without the paper the page says what is missing", async () => {
    const { visit, number } = await registered(reader);
    const { page, t } = visit;
    await deed(visit, number, "journal.deed.privileges");
    await page.getByLabel(t("apply.privilege.category")).selectOption("parent-disability");
    await button(visit, "effect.show").click();
    await heading(visit, "journal.actions.privilege");
    await look(visit, "life-privilege-add");
    await button(visit, "privilege.attach").click();
    await page.locator("#paper-disability-certificate").waitFor();
    await button(visit, "privilege.claim").click();
    const missing = t("apply.papers.need", { paper: t("document.type.disability-certificate") });
    await page.getByText(missing).first().waitFor();
    await look(visit, "life-privilege-missing");
    if (reader.javaScript) {
      await attachTwoPhotos(visit, "disability-certificate");
    } else {
      const field = page.locator("#paper-disability-certificate");
      await field
        .locator("input[type=file]")
        .first()
        .setInputFiles(await photo("page-1.jpg", 10));
      await button(visit, "apply.files.upload").click();
      await field.getByText("page-1.jpg").waitFor();
    }
    await look(visit, "life-privilege-papers");
    await button(visit, "privilege.claim").click();
    await done(visit, "privilege.doneClaimed");
    await page.goto(`${visit.root}/cabinet/applications/${number}?tab=documents`);
    const paper = t("document.type.disability-certificate");
    await page.getByRole("heading", { name: paper }).waitFor();

    // A clearer page of it can be brought later.
    await deed(visit, number, "journal.deed.papers");
    await heading(visit, "journal.deed.papers");
    await button(visit, "privilege.attach").click();
    await page.locator("#paper-disability-certificate").waitFor();
    await button(visit, "papers.send").click();
    await page.getByText(t("papers.empty")).first().waitFor();
    await bring(visit);
    await look(visit, "life-papers");
    await button(visit, "papers.send").click();
    await done(visit, "papers.done");
    await page.goto(`${visit.root}/cabinet/applications/${number}?tab=history`);
    await done(visit, "journal.event.paper-added");
    expect(problemsOf(page)).toEqual([]);
  });

  test("twins take places together and part again", async () => {
    const visit = await signedIn(reader, gulnar, "oral");
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications`);
    await page.getByText(t("twins.offer")).first().waitFor();
    await look(visit, "life-journal");
    await page.getByText(t("twins.offer")).first().click();
    await link(visit, "journal.deed.twins").click();
    await heading(visit, "twins.title");
    await look(visit, "life-twins");
    await button(visit, "twins.join").click();
    await done(visit, "twins.doneJoined");
    await link(visit, "journal.deed.twinsApart").click();
    await done(visit, "twins.together");
    await look(visit, "life-twins-together");
    await button(visit, "twins.part").click();
    await done(visit, "twins.doneParted");
    expect(problemsOf(page)).toEqual([]);
  });
});
