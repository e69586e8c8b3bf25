import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { application } from "#db/schema/applications.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { person } from "#db/schema/people.ts";
import { addDays, addMonths, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { inPortal } from "#tests/support/portal.ts";
import { takeOffForSilence } from "#tests/support/taken-off.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { lookAt } from "./support/look.ts";
import { button, heading, link, type Walk, walk } from "./support/walk.ts";
import { browserOf, type Reader, readers } from "./support/ways-in.ts";

// The yearly question whether the place is still needed: in the cabinet, by the link of a message, and when it came too
// late. Gulnar's twins stand in Oral, and their last days have begun.

const visitor = useBrowser();
const gulnar = "930408490003";
const twins = ["230316690004", "230316590003"];
const token = "e2eInterest";

type Twin = { readonly regionId: number; readonly id: string; readonly number: string };
let one: Twin;
let dueAt: Date;

beforeEach(async () => {
  await cleanSlate();
  await ask();
});
afterAll(async () => {
  await ask();
  await cleanSlate();
});

/** Puts the twins where the demo has them: asked, with six days left; the first one's link is known to this file. */
async function ask(): Promise<void> {
  await inPortal(async () => {
    const rows = await db()
      .select({ regionId: application.regionId, id: application.id, number: application.number })
      .from(application)
      .innerJoin(person, eq(person.id, application.childId))
      .where(inArray(person.iin, twins))
      .orderBy(application.number);
    const [first] = rows;
    if (first === undefined) throw new Error("the demo has twins in Oral");
    one = first;
    dueAt = endOfDay(addDays(localDateOf(await currentInstant()), 6));
    const ids = rows.map(({ id }) => id);
    await db().delete(interestPeriod).where(inArray(interestPeriod.applicationId, ids));
    await db()
      .update(application)
      .set({ interestDueAt: dueAt })
      .where(inArray(application.id, ids));
    const { regionId, id: applicationId } = one;
    const tokenHash = sha256Hex(token);
    await db()
      .insert(interestPeriod)
      .values({ regionId, applicationId, dueAt, tokenHash, remindedDays: 7 });
  });
}

const takeTwinOff = () =>
  inPortal(() => takeOffForSilence({ regionId: one.regionId, applicationId: one.id }));

async function statusNow(): Promise<{ readonly status: string; readonly due: string }> {
  const [row] = await inPortal(() =>
    db().select().from(application).where(eq(application.id, one.id)),
  );
  return { status: row?.status ?? "", due: localDateOf(row?.interestDueAt ?? new Date(0)) };
}

async function signedIn(reader: Reader): Promise<Walk> {
  const { language } = reader;
  const first = await visitor.newPage();
  await signInAs(first, { iin: gulnar, language, region: "oral" });
  const storageState = await first.context().storageState();
  await first.context().close();
  return walk(await visitor.newPage({ ...browserOf(reader), storageState }), language, "oral");
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const look = async (visit: Walk, name: string) => {
    if (reader.javaScript) await lookAt(visit.page, name);
  };

  test("«Подтвердить заинтересованность», then «Подтвердить» (manual 003, figures 13 and 14)", async () => {
    const visit = await signedIn(reader);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications/${one.number}`);
    await look(visit, "interest-asked");
    await link(visit, "interest.button").click();
    await heading(visit, "journal.interest.title");
    await page.getByText(t("interest.plain.question")).waitFor();
    await look(visit, "interest-confirm");
    await button(visit, "interest.confirm").click();
    const done = t("interest.done", { date: "" }).replace(/\s*\.?$/, "");
    await page.getByText(done, { exact: false }).first().waitFor();
    await look(visit, "interest-done");
    const { status, due } = await statusNow();
    expect(status).toBe("REGISTERED");
    expect(due >= addMonths(localDateOf(dueAt), 12)).toBe(true);
    // Coming back finds nothing to press.
    await page.goto(`${root}/cabinet/applications/${one.number}`);
    expect(await link(visit, "interest.button").count()).toBe(0);
    expect(problemsOf(page)).toEqual([]);
  });

  test("«Да, нужно» by the link, signed out; looking at it changes nothing", async () => {
    const { language } = reader;
    const visit = walk(await visitor.newPage(browserOf(reader)), language, "oral");
    const { page, t, root } = visit;
    await page.goto(`/i/${token}`);
    expect(new URL(page.url()).pathname).toMatch(/^\/(kk|ru)\/oral\/interest\/e2eInterest$/);
    await page.goto(`${root}/interest/${token}`);
    await heading(visit, "interest.plain.question");
    const shown = await page.locator("main").innerText();
    expect(shown).toContain(one.number.slice(-4));
    expect(shown).not.toContain(one.number);
    expect(shown).not.toMatch(/Жұмабек|Жумабек/i);
    await look(visit, "interest-link");
    expect((await statusNow()).due).toBe(localDateOf(dueAt));
    await button(visit, "interest.plain.yes").click();
    await page.getByText(t("interest.link.thanks")).waitFor();
    await look(visit, "interest-link-done");
    expect((await statusNow()).due >= addMonths(localDateOf(dueAt), 12)).toBe(true);
    await page.goto(`${root}/interest/00000000000`);
    await page.getByText(t("interest.link.unknown")).waitFor();
    await look(visit, "interest-link-unknown");
    expect(problemsOf(page)).toEqual([]);
  });

  test("«Восстановить» gives the old place back, once", async () => {
    await takeTwinOff();
    const visit = await signedIn(reader);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications/${one.number}`);
    await look(visit, "interest-removed");
    await link(visit, "interest.restoreButton").click();
    await heading(visit, "interest.restoreTitle");
    await look(visit, "interest-restore");
    await button(visit, "interest.restoreButton").click();
    const done = t("interest.restored", { date: "" }).replace(/\s*\.?$/, "");
    await page.getByText(done, { exact: false }).first().waitFor();
    expect((await statusNow()).status).toBe("REGISTERED");
    await page.goto(`${root}/cabinet/applications/${one.number}?tab=history`);
    await page.getByText(t("journal.event.restored")).first().waitFor();
    expect(problemsOf(page)).toEqual([]);
  });
});
