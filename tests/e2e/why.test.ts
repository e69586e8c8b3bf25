import { and, asc, eq, lt, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { numberSeen } from "#db/schema/queue.ts";
import { formatNumber } from "#lib/i18n/formats.ts";
import { changeEntry, type EntryEvent } from "#lib/queue/commands.ts";
import { numberStory } from "#lib/queue/story.ts";
import { placeOf } from "#lib/queue/views.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { usePortalDatabase } from "#tests/support/portal.ts";
import { signInAs } from "./sign-in-steps.ts";
import { lookAt } from "./support/look.ts";
import { heading, link, walk, words } from "./support/walk.ts";

// «Почему номер изменился»: what happened in Oral's queue while Aigerim was away, on her application's page and at
// length, with every sum exact; without a script of the page.

const aigerim = "870612490009";
const ayala = "220720690004";
const day = 86_400_000;

const visitor = useBrowser();
usePortalDatabase();

type Own = { readonly regionId: number; readonly applicationId: string; readonly number: string };
let own: Own;
let personId: string;
let now: Date;

beforeAll(async () => {
  now = await currentInstant();
  const oral = await portalBySlug("oral");
  const [row] = await db()
    .select({
      id: application.id,
      number: application.number,
      applicantId: application.applicantId,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(and(eq(person.iin, ayala), eq(application.regionId, oral?.id ?? 0)));
  if (!oral || !row?.applicantId) throw new Error("the demo has Ayala's application in Oral");
  own = { regionId: oral.id, applicationId: row.id, number: row.number };
  personId = row.applicantId;
  await story();
});

/** Eight weeks of the queue: children ahead of Ayala get places, leave, come back, get rights. */
async function story(): Promise<void> {
  const [entry] = await db()
    .select()
    .from(queueEntry)
    .where(eq(queueEntry.applicationId, own.applicationId));
  if (!entry) throw new Error("Ayala stands in no queue");
  const queue = and(
    eq(queueEntry.regionId, entry.regionId),
    eq(queueEntry.queueType, entry.queueType),
    eq(queueEntry.districtKato, entry.districtKato),
    eq(queueEntry.cohort, entry.cohort),
    sql`waiting`,
  );
  const ids = async (condition: ReturnType<typeof lt>, count: number): Promise<string[]> => {
    const rows = await db()
      .select({ id: queueEntry.applicationId })
      .from(queueEntry)
      .where(and(queue, condition, eq(queueEntry.class, "ordinary")))
      .orderBy(asc(queueEntry.registeredAt))
      .limit(count);
    return rows.map(({ id }) => id);
  };
  const ahead = await ids(lt(queueEntry.registeredAt, entry.registeredAt), 9);
  const behind = await ids(
    sql`${queueEntry.registeredAt} > ${entry.registeredAt.toISOString()}`,
    2,
  );
  expect(ahead).toHaveLength(9);
  const happen = (
    id: string | undefined,
    daysAgo: number,
    kind: EntryEvent["kind"],
    change: NonNullable<EntryEvent["change"]> = {},
  ) =>
    transaction((tx) =>
      changeEntry(tx, {
        regionId: own.regionId,
        applicationId: id ?? "",
        at: new Date(now.getTime() - daysAgo * day),
        actorRole: "officer",
        legalGround: "register-check",
        kind,
        change,
      }),
    );
  for (const [n, id] of ahead.slice(0, 5).entries()) {
    await happen(id, 40 - n * 0.01, "referred");
    await happen(id, 36 - n, "enrolled");
  }
  await happen(ahead[5], 26, "withdrawn");
  await happen(ahead[6], 20, "removed");
  await happen(behind[0], 15, "privilege-confirmed", { class: "extraordinary" });
  await happen(ahead[6], 9, "restored");
  await happen(ahead[7], 4, "referred");
}

beforeEach(async () => {
  // She saw her number eight weeks ago, and not since.
  const seenAt = new Date(now.getTime() - 56 * day);
  const before = await numberStory(own, { from: seenAt, to: now });
  const seen = { seenAt, seenNumber: before?.from.position ?? 0 };
  await db().delete(numberSeen).where(eq(numberSeen.personId, personId));
  await db()
    .insert(numberSeen)
    .values({ regionId: own.regionId, applicationId: own.applicationId, personId, ...seen });
});

const readers = [
  { language: "kk", width: 1280 },
  { language: "kk", width: 360 },
  { language: "ru", width: 360 },
  { language: "ru", width: 1280 },
] as const;

describe.each(readers)("$language, $width px, without JavaScript", ({ language, width }) => {
  test("the number that moved is told on the page, twice in a minute, and explained at length", async () => {
    const first = await visitor.newPage();
    await signInAs(first, { iin: aigerim, language, region: "oral" });
    const storageState = await first.context().storageState();
    await first.context().close();
    const context = { viewport: { width, height: 800 }, javaScriptEnabled: false, storageState };
    const visit = walk(await visitor.newPage(context), language, "oral");
    const { page, t, root } = visit;
    const place = await placeOf(db(), own, 3);
    const number = formatNumber(language, place?.position ?? 0);

    // Read as one sentence here and as lines of a list there, so with a small letter or a great one.
    const told = t("queue.reason.enrolled", { n: 5 }).toLowerCase();
    for (let time = 0; time < 2; time += 1) {
      await page.goto(`${root}/cabinet/applications/${own.number}`);
      const panel = page.getByRole("region", { name: t("queue.why.title") });
      expect(spaced(await panel.innerText())).toContain(told);
      expect(await panel.getByRole("row").count()).toBeGreaterThanOrEqual(6);
    }
    await link(visit, "queue.why.link").click();
    await heading(visit, "queue.why.title");
    const said = await words(visit);
    expect(spaced(said)).toContain(told);
    expect(said).toContain(number);
    await effectsAddUp(visit.page);

    await link(visit, "queue.why.preset.registration").click();
    await heading(visit, "queue.why.title");
    await effectsAddUp(page);

    await page.getByLabel(t("queue.why.from"), { exact: true }).fill(dayOf(21));
    await page.getByLabel(t("queue.why.to"), { exact: true }).fill(dayOf(5));
    await page.getByRole("button", { name: t("queue.why.show"), exact: true }).click();
    await heading(visit, "queue.why.title");
    expect(page.url()).toContain("from=");
    const rows = await page.locator("main tbody tr").allInnerTexts();
    expect(rows.length).toBeGreaterThanOrEqual(2);
    await effectsAddUp(page);
    expect(problemsOf(page)).toEqual([]);
  });

  test("axe finds nothing, and nothing sticks out", async () => {
    const page = await visitor.newPage({ viewport: { width, height: 800 } });
    await signInAs(page, { iin: aigerim, language, region: "oral" });
    const at = `/${language}/oral/cabinet/applications/${own.number}`;
    await page.goto(at);
    await lookAt(page, "why-panel");
    await page.goto(`${at}/why`);
    await lookAt(page, "why");
    expect(await page.locator("main svg").count()).toBeGreaterThan(1);
    await page.goto(`${at}/why?since=registration`);
    await page.locator("details summary").last().click();
    await lookAt(page, "why-since-registration");
  });
});

test("a stranger's and another region's are not there", async () => {
  const page = await visitor.newPage({ javaScriptEnabled: false });
  const answer = await page.goto(`/ru/oral/cabinet/applications/${own.number}/why`);
  expect(page.url()).toContain("/sign-in");
  expect(answer?.ok()).toBe(true);
  const other = await visitor.newPage();
  await signInAs(other, { iin: "910925490000" });
  for (const region of ["oral", "akmola"]) {
    const refused = await other.goto(`/ru/${region}/cabinet/applications/${own.number}/why`);
    expect(refused?.status()).toBe(404);
  }
});

/** In small letters, and a number may be parted from what it counts. */
function spaced(text: string): string {
  return text.toLowerCase().replaceAll("\u00a0", " ");
}

function dayOf(daysAgo: number): string {
  return new Date(now.getTime() - daysAgo * day).toISOString().slice(0, 10);
}

/** The numbers beside the causes of the first table make up the one in its last row. */
async function effectsAddUp(page: Awaited<ReturnType<typeof visitor.newPage>>): Promise<void> {
  const table = page.locator("main table").first();
  const cells = await table.locator("tbody td").allInnerTexts();
  const [sum = ""] = await table.locator("tfoot td").allInnerTexts();
  const value = (text: string) => Number(text.replaceAll(/\s/gu, "").replace("−", "-"));
  expect(cells.length).toBeGreaterThan(0);
  expect(cells.reduce((all, cell) => all + value(cell), 0)).toBe(value(sum));
}
