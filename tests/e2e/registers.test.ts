import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { artyom, kokshetau, olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { moveClock, tellRegisters } from "./support/registers.ts";
import { draftIn, storedOf, whole } from "./support/stored.ts";
import {
  button,
  fillApplicant,
  forward,
  heading,
  link,
  readNotice,
  signIn,
  startForm,
  type Walk,
  walk,
} from "./support/walk.ts";

// A register that does not answer is not the parent's fault: the application is taken with its instant.

const visitor = useBrowser();
afterAll(async () => {
  await moveClock(null);
  await cleanSlate();
});
let page: Page;
let visit: Walk;

beforeEach(async () => {
  await cleanSlate();
  await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
  page = await visitor.newPage({ viewport: { width: 360, height: 800 } });
  visit = walk(page);
  await signIn(visit);
  return () => page.context().close();
});

describe.each(["down", "silent"])("while the registers are %s", (mode) => {
  test("the parent declares the child, is registered, and is told what will be checked", async () => {
    const { t } = visit;
    await moveClock("+11m");
    await tellRegisters({ person: mode, birth: mode });
    await startForm(visit);
    await fillApplicant(visit);
    await forward(visit);

    await heading(visit, "apply.stepTitle.child");
    await page.getByLabel(t("apply.child.iin")).fill(artyom.iin);
    await button(visit, "apply.child.find").click();
    await page.getByText(t("apply.child.unanswered")).first().waitFor();
    await page.getByLabel(t("apply.person.surname")).fill("Ким");
    await page.getByLabel(t("apply.person.givenName")).fill("Артём");
    await page.getByLabel(t("apply.person.birthDate")).fill("15.03.2023");
    await page.getByLabel(t("common.district")).selectOption(kokshetau);
    await lookAt(page, `registers-${mode}-child`);
    await forward(visit);

    await heading(visit, "apply.stepTitle.documents");
    await forward(visit);
    await heading(visit, "apply.stepTitle.review");
    await page.getByText(t("apply.review.pending")).waitFor();
    await link(visit, "apply.send").click();
    await heading(visit, "apply.stepTitle.sign");
    const draft = draftIn(page.url());
    await button(visit, "eds.sign").click();

    const { number, panel } = await readNotice(visit);
    await panel.getByText(t("apply.pending")).waitFor();
    await lookAt(page, `registers-${mode}-registered`);
    expect(await storedOf(draft)).toMatchObject(whole);
    await page.goto(`${visit.root}/cabinet/applications/${number}`);
    await page.getByText(t("apply.checkState.pending")).first().waitFor();
    await page.goto(`${visit.root}/cabinet/applications`);
    await page.getByText(t("journal.todo.checking")).waitFor();
  });
});
