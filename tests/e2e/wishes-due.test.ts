import { like } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { policy } from "#db/schema/regions.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { newId } from "#lib/platform/ids.ts";
import type { PolicyPatch } from "#lib/regions/policy.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { inPortal } from "#tests/support/portal.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { sergey } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { heading, link, type Walk, walk, words } from "./support/walk.ts";
import { browserOf, type Reader, readers } from "./support/ways-in.ts";
import { saveWishes } from "./support/wish-list.ts";

// A family without wishes is led to them where places are given by them; where a list only says more, or nobody reads
// it, no page calls it a thing to do.

const visitor = useBrowser();
beforeEach(cleanSlate);
afterEach(() => inPortal(forgetRules));
afterAll(cleanSlate);

const mark = "e2e-wishes";

async function forgetRules(): Promise<void> {
  await db()
    .delete(policy)
    .where(like(policy.code, `${mark}%`));
}

/** A rule for Petropavl, instead of those laid before. */
const rule = (parameters: PolicyPatch) =>
  inPortal(async () => {
    await forgetRules();
    const portal = await portalBySlug("petropavl");
    if (portal === null) throw new Error("Petropavl is not there");
    await db()
      .insert(policy)
      .values({
        code: `${mark}-${newId()}`,
        regionId: portal.id,
        queueType: null,
        validFrom: "2026-01-01",
        validTo: null,
        parameters,
        source: { act: "portal-default", date: "2026-11-22", address: null },
      });
  });

/** Sergey in Petropavl, and the address of his application. */
async function enter(reader: Reader): Promise<{ readonly visit: Walk; readonly one: string }> {
  const { language } = reader;
  const first = await visitor.newPage();
  await signInAs(first, { iin: sergey.iin, language, region: "petropavl" });
  const storageState = await first.context().storageState();
  await first.context().close();
  const page = await visitor.newPage({ ...browserOf(reader), storageState });
  const visit = walk(page, language, "petropavl");
  await page.goto(`${visit.root}/cabinet/applications`);
  await page.locator("main a[href*='/cabinet/applications/']").first().click();
  await page.getByRole("heading", { name: visit.t("journal.next") }).waitFor();
  return { visit, one: page.url().split("?")[0] ?? "" };
}

async function says(visit: Walk, path: string, said: readonly MessageKey[], not: MessageKey[]) {
  await visit.page.goto(path);
  await visit.page.getByRole("heading", { level: 1 }).waitFor();
  const text = await words(visit);
  for (const key of said) expect(text, `${path}: ${key}`).toContain(visit.t(key));
  for (const key of not) expect(text, `${path}: not ${key}`).not.toContain(visit.t(key));
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const look = async ({ page }: Walk, name: string) => {
    if (reader.javaScript) await lookAt(page, name);
  };

  test("a family without wishes is led to them wherever it looks, and not once it has some", async () => {
    const { visit, one } = await enter(reader);
    const { page, root } = visit;
    await saveWishes(visit, one, "");
    const calls: MessageKey[] = ["wishes.due"];
    const quiet: MessageKey[] = ["journal.todo.registered"];

    await says(visit, `${root}/cabinet`, calls, quiet);
    await link(visit, "wishes.choose").click();
    await heading(visit, "choices.title");
    await page.goto(`${root}/cabinet`);
    await look(visit, "wishes-due-cabinet");
    await says(visit, `${root}/cabinet/applications`, [...calls, "wishes.tag"], quiet);
    await look(visit, "wishes-due-journal");
    await says(visit, one, [...calls, "journal.next", "wishes.tag"], quiet);
    expect(await link(visit, "wishes.choose").count()).toBe(1);
    await look(visit, "wishes-due");
    await says(visit, `${one}?registered=1`, ["wishes.lastStep", ...calls], quiet);
    expect(await link(visit, "wishes.choose").count()).toBe(1);
    await look(visit, "wishes-due-registered");
    await link(visit, "wishes.choose").click();
    await heading(visit, "choices.title");

    await saveWishes(visit, one, "9-arai.20-erketai");
    for (const path of [`${root}/cabinet/applications`, one]) {
      await says(visit, path, quiet, calls);
    }
    await says(visit, `${one}?registered=1`, [], ["wishes.lastStep"]);
    expect(problemsOf(page)).toEqual([]);
  });
});

describe.each([readers[0], readers[2]])("$language, JavaScript $javaScript", (reader) => {
  test.each(["bulletin", "voucher"] as const)(
    "where places come by a %s nobody is led to wishes, and where the region asks for them it is told what for",
    async (regime) => {
      const { visit, one } = await enter(reader);
      const { page, t } = visit;
      await rule({ regime });
      const none: MessageKey[] = ["wishes.due", "choices.title", "wishes.choose"];
      await says(visit, one, ["journal.todo.registered"], none);
      expect((await page.goto(`${one}/wishes`))?.status()).toBe(404);

      await rule({ regime, wishes: "asked" });
      await saveWishes(visit, one, "");
      await says(
        visit,
        one,
        ["journal.todo.registered", "choices.title", "wishes.none"],
        ["wishes.due"],
      );
      await link(visit, "wishes.choose").click();
      await heading(visit, "choices.title");
      const text = await words(visit);
      expect(text).toContain(t(`wishes.meaning.${regime}`));
      expect(text).toContain(t("wishes.placeStays"));
      // Only in rounds of choices is nothing offered beyond the list.
      expect(text).not.toContain(t("wishes.only"));
      if (reader.javaScript) await lookAt(page, `wishes-${regime}`, { missing: true });
      await saveWishes(visit, one, "9-arai.20-erketai");
      await says(visit, one, ["journal.todo.registered", "wishes.change"], ["wishes.due"]);
    },
  );
});
