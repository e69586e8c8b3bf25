import { causeWords } from "#app/[locale]/[region]/cabinet/applications/_journal/why-words.ts";
import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { startOfDay } from "#lib/calendar/local-date.ts";
import { whyView } from "#lib/applications/why.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { Cause } from "#lib/queue/causes.ts";
import { definedPlaceOf } from "#lib/queue/definition.ts";
import type { CountedCause, Explanation } from "#lib/queue/explain.ts";
import { type EntryClass, entryClasses, orderQueue } from "#lib/queue/order.ts";
import { numberStory } from "#lib/queue/story.ts";
import { placeOf } from "#lib/queue/views.ts";
import { as } from "../../applications/asked-family.ts";
import { type Day, dateOf, dayOf, monthsLater } from "./days.ts";
import { withHands } from "./deeds.ts";
import type { Family } from "./families.ts";

/** Everybody's number at the beginning of a month, counted one by one as the definition says. */
export type Month = {
  readonly at: Date;
  readonly numbers: ReadonlyMap<string, number>;
  /** Some of every queue and class. */
  readonly sample: readonly string[];
};

export type Looked = {
  told: number;
  pages: number;
  wrong: string[];
  causes: Map<Cause, CountedCause>;
  /** Seconds by what was done in them. */
  spent: Map<string, number>;
};

/** The children of a month's sample, whose places the covering index counts too. */
const sampled = 200;
const pages = 30;
const ratio = 3;

/** Ten in the morning of the day, before its jobs have run. */
function beforeJobs(day: Day): Date {
  return new Date(startOfDay(dateOf(day)).getTime() + 10 * 3_600_000);
}

/** @param found where what is wrong is told */
export async function takeMonth(
  regionId: number,
  day: Day,
  random: () => number,
  found: Looked,
): Promise<Month> {
  const rows = await db().select().from(queueEntry).where(eq(queueEntry.regionId, regionId));
  const numbers = new Map<string, number>();
  const groups: string[][] = [];
  const queues = Map.groupBy(
    rows.filter((row) => row.waiting),
    ({ queueType, districtKato, cohort }) => `${queueType} ${districtKato} ${cohort}`,
  );
  for (const queue of queues.values()) {
    const order = orderQueue(queue, ratio);
    for (const [index, { applicationId }] of order.entries()) {
      numbers.set(applicationId, index + 1);
    }
    const of = (wanted: EntryClass) => order.filter((row) => row.class === wanted);
    for (const wanted of entryClasses) groups.push(of(wanted).map((row) => row.applicationId));
  }
  const sample = pick(
    groups.filter((group) => group.length > 0),
    random,
  );
  await withHands(sample, async (applicationId) => {
    const entry = { regionId, applicationId };
    const byIndex = (await definedPlaceOf(db(), entry, ratio))?.position;
    const byCounters = (await placeOf(db(), entry, ratio))?.position;
    const number = numbers.get(applicationId);
    if (byIndex === number && byCounters === number) return;
    found.wrong.push(`${dateOf(day)} ${applicationId}: ${number}, ${byIndex}, ${byCounters}`);
  });
  return { at: beforeJobs(day), numbers, sample };
}

/** So many, in turn from each group while it lasts. */
function pick(groups: readonly string[][], random: () => number): string[] {
  const chosen = new Set<string>();
  const most = groups.reduce((sum, group) => sum + group.length, 0);
  for (let turn = 0; chosen.size < Math.min(sampled, most); turn += 1) {
    const group = groups[turn % groups.length] ?? [];
    const one = group[Math.floor(random() * group.length)];
    if (one !== undefined) chosen.add(one);
  }
  return [...chosen];
}

/** For the sample of `from`: what is told of the time until `to` makes up the whole difference, and has words. */
export async function lookAtStories(
  regionId: number,
  { from, to }: { readonly from: Month; readonly to: Month },
  families: readonly Family[],
  found: Looked,
): Promise<void> {
  await withHands(from.sample, async (applicationId) => {
    const story = await numberStory({ regionId, applicationId }, { from: from.at, to: to.at });
    judge(applicationId, story, { from, to }, found);
  });
  const withAccount = families.filter(
    (each) => each.regionId === regionId && each.mother !== null && from.numbers.has(each.id),
  );
  const readers = withAccount.filter((_, i) => i % Math.ceil(withAccount.length / pages) === 0);
  await withHands(readers, async ({ id, number, mother }) => {
    const question = { since: "month" } as const;
    const asking = { question, remember: false };
    const view = await whyView(as(mother?.id ?? ""), { regionId, number }, asking, to.at);
    if (!view.ok) return void found.wrong.push(`${number}: ${view.code}`);
    const { story, place } = view.value;
    judge(id, story, { from, to }, found);
    if (place?.position !== to.numbers.get(id)) found.wrong.push(`${number}: ${place?.position}`);
    found.pages += 1;
  });
}

function judge(
  id: string,
  story: Explanation | null,
  { from, to }: { readonly from: Month; readonly to: Month },
  found: Looked,
): void {
  const was = from.numbers.get(id);
  const is = to.numbers.get(id);
  const sum = (story?.causes ?? []).reduce((n, { effect }) => n + effect, 0);
  // Whoever left is told until then.
  const end = is ?? story?.to.position ?? 0;
  if (story?.from.position !== was || story?.to.position !== end || end - (was ?? 0) !== sum) {
    found.wrong.push(`${id} from ${from.at.toISOString()}: ${was} → ${is}, told ${sum}`);
  }
  for (const each of story?.causes ?? []) found.causes.set(each.cause, each);
  found.told += was === is ? 0 : 1;
}

/** The causes for which the page has no sentence in some language. */
export function wordless({ causes }: Looked): string[] {
  return locales.flatMap((locale) =>
    [...causes.values()].flatMap((counted) => {
      const words = causeWords(translator(locale), counted);
      return words === "" || words.includes("queue.") ? [`${locale} ${counted.cause}`] : [];
    }),
  );
}

/** The first of the month after that of the day. */
export function nextMonth(day: Day): Day {
  return monthsLater(dayOf(`${dateOf(day).slice(0, 7)}-01`), 1);
}
