import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { maria, yerlan } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { button, signIn, startForm, walk } from "./support/walk.ts";

// Manual 004: «Для подачи заявки обязательна постоянная или временная прописка».

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

async function asAdult(iin: string, region: string, locale: "kk" | "ru" = "ru") {
  await tellEmulator({ signer: iin, algorithm: "gost", key: "valid" });
  const visit = walk(await visitor.newPage(), locale, region);
  await signIn(visit);
  return visit;
}

describe.each(["kk", "ru"] as const)("someone registered nowhere, in %s", (locale) => {
  test("is told why she cannot apply and what to do, before she types anything", async () => {
    const visit = await asAdult(maria.iin, "akmola", locale);
    const { page, root, t } = visit;
    await page.goto(`${root}/apply/general`);
    await page.getByText(t("apply.residence.need")).waitFor();
    await page.getByText(t("apply.residence.none")).waitFor();
    expect(await button(visit, "apply.start").count()).toBe(0);
    await lookAt(page, "residence-none");
  });
});

describe("someone registered in Akmola", () => {
  test("is stopped in Oral", async () => {
    const visit = await asAdult(yerlan.iin, "oral");
    await visit.page.goto(`${visit.root}/apply/general`);
    await visit.page.getByText(visit.t("apply.residence.none")).waitFor();
    expect(await button(visit, "apply.start").count()).toBe(0);
  });

  test("may begin in Akmola, with the same session", async () => {
    const visit = await asAdult(yerlan.iin, "oral");
    const there = walk(visit.page, "ru", "akmola");
    await visit.page.goto(`${there.root}/apply/general`);
    await visit.page.getByText(visit.t("apply.residence.here")).waitFor();
    await startForm(there);
    expect(visit.page.url()).toContain("step=applicant");
  });
});
