import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { numberSeen } from "#db/schema/queue.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import {
  addDays,
  addMonths,
  endOfDay,
  type LocalDate,
  localDateOf,
  startOfDay,
} from "#lib/calendar/local-date.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Explanation } from "#lib/queue/explain.ts";
import { numberStory } from "#lib/queue/story.ts";
import { placeOf, type QueuePlace } from "#lib/queue/views.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { Addressed } from "./deed.ts";
import { afterShowing, type Visit, type Visits } from "./visits.ts";

/** What a family asks: since its last visit, of the last month, since the registration, or between two days. */
export type WhyQuestion =
  | { readonly since: "visit" | "month" | "registration" }
  | { readonly from: LocalDate; readonly to: LocalDate };

export type WhyView = {
  readonly number: string;
  readonly registeredAt: Date;
  /** The visit before this one; null on the first. */
  readonly previousVisit: Date | null;
  /** What is answered: «visit» becomes «month» on the first one. */
  readonly asked: "visit" | "month" | "registration" | "days";
  /** Days UTC+5, both included. */
  readonly days: { readonly from: LocalDate; readonly to: LocalDate };
  readonly from: Date;
  readonly to: Date;
  /** Whether more was asked for than two years. */
  readonly shortened: boolean;
  /** Policy (1:N) at `now`. */
  readonly ratio: number;
  /** Null when the child did not wait between them. */
  readonly story: Explanation | null;
  readonly place: QueuePlace | null;
};

/** Nothing further back is told: the work grows with what happened in the queue since. */
const furthestDays = 731;

/**
 * Why the number of an application changed, for those who may read it; a stranger's and another region's are «not there».
 * @param remember whether this is a visit: false for a page that the browser fetches before anybody asked
 */
export async function whyView(
  actor: Actor,
  where: Addressed,
  asking: { readonly question: WhyQuestion; readonly remember: boolean },
  now: Date,
): Promise<Result<WhyView, Refusal>> {
  const { regionId, number } = where;
  const found = await readable(actor, where);
  if (!found.ok) return found;
  const { reader, own } = found.value;
  const entry = { regionId, applicationId: own.id };
  const { parameters } = await policyFor({ regionId, queueType: own.queueType, at: now });
  const place = await placeOf(db(), entry, parameters.priorityRatio);
  const previous = await previousVisit(reader, entry, {
    number: place?.position ?? null,
    remember: asking.remember,
    now,
  });
  const previousAt = previous?.at ?? null;
  const span = spanOf(asking.question, { registeredAt: own.registeredAt, previousAt }, now);
  const story = await numberStory(entry, span);
  return ok({
    number,
    registeredAt: own.registeredAt,
    previousVisit: previousAt,
    ...span,
    ratio: parameters.priorityRatio,
    days: { from: localDateOf(span.from), to: localDateOf(span.to) },
    story,
    place,
  });
}

export type SinceLastVisit =
  | { readonly kind: "first" }
  | { readonly kind: "same"; readonly at: Date }
  | { readonly kind: "changed"; readonly at: Date; readonly story: Explanation };

/**
 * What happened to the number since the person's visit before this one; asks for the story only when the number is
 * another. «first» also for one that has no number now.
 */
export async function sinceLastVisit(
  actor: Actor,
  where: Addressed,
  showing: { readonly place: QueuePlace | null; readonly remember: boolean },
  now: Date,
): Promise<Result<SinceLastVisit, Refusal>> {
  const found = await readable(actor, where);
  if (!found.ok) return found;
  const { reader, own } = found.value;
  const entry = { regionId: where.regionId, applicationId: own.id };
  const number = showing.place?.position ?? null;
  const visit = await previousVisit(reader, entry, { ...showing, number, now });
  if (visit === null || number === null) return ok({ kind: "first" });
  const { at } = visit;
  if (visit.number === number) return ok({ kind: "same", at });
  const story = await numberStory(entry, { from: at, to: now });
  return ok(story === null ? { kind: "first" } : { kind: "changed", at, story });
}

async function readable(
  actor: Actor,
  { regionId, number }: Addressed,
): Promise<
  Result<
    {
      readonly reader: PersonActor;
      readonly own: {
        readonly id: string;
        readonly queueType: string;
        readonly registeredAt: Date;
      };
    },
    Refusal
  >
> {
  const [own] = await db()
    .select({
      id: application.id,
      queueType: application.queueType,
      registeredAt: application.registeredAt,
    })
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.number, number)));
  const ownerIds = own === undefined ? [] : await ownersOfApplication(db(), regionId, own.id);
  const allowed = authorize(actor, "application.read", { regionId, ownerIds });
  if (!allowed.ok) return allowed;
  if (own === undefined || actor.kind !== "person") return fail("not-yours");
  return ok({ reader: actor, own });
}

/**
 * The visit before this one, and this one noted where it is to be remembered: one row per person and application, written
 * at most once an hour. Two pages at once write the same.
 */
async function previousVisit(
  { personId }: PersonActor,
  { regionId, applicationId }: { readonly regionId: number; readonly applicationId: string },
  shown: { readonly number: number | null; readonly remember: boolean; readonly now: Date },
): Promise<Visit | null> {
  const [row] = await db()
    .select()
    .from(numberSeen)
    .where(
      and(
        eq(numberSeen.regionId, regionId),
        eq(numberSeen.applicationId, applicationId),
        eq(numberSeen.personId, personId),
      ),
    );
  const known = row === undefined ? null : visitsOf(row);
  if (shown.number === null) return known?.previous ?? known?.seen ?? null;
  const next = afterShowing(known, { at: shown.now, number: shown.number });
  if (shown.remember && next !== known) {
    const values = {
      previousAt: next.previous?.at ?? null,
      previousNumber: next.previous?.number ?? null,
      seenAt: next.seen.at,
      seenNumber: next.seen.number,
    };
    await db()
      .insert(numberSeen)
      .values({ regionId, applicationId, personId, ...values })
      .onConflictDoUpdate({
        target: [numberSeen.regionId, numberSeen.applicationId, numberSeen.personId],
        set: values,
        // Only on what was read: whoever came in between has written the same visit.
        setWhere: sql`${numberSeen.seenAt} is not distinct from ${row?.seenAt.toISOString() ?? null}::timestamptz`,
      });
  }
  return next.previous;
}

function visitsOf(row: typeof numberSeen.$inferSelect): Visits {
  const { previousAt, previousNumber, seenAt, seenNumber } = row;
  const previous =
    previousAt === null || previousNumber === null
      ? null
      : { at: previousAt, number: previousNumber };
  return { previous, seen: { at: seenAt, number: seenNumber } };
}

function spanOf(
  question: WhyQuestion,
  known: { readonly registeredAt: Date; readonly previousAt: Date | null },
  now: Date,
): Pick<WhyView, "asked" | "from" | "to" | "shortened"> {
  const today = localDateOf(now);
  const furthest = startOfDay(addDays(today, -furthestDays));
  const { registeredAt, previousAt } = known;
  const since = (asked: WhyView["asked"], from: Date, to: Date = now) => {
    const begin = new Date(Math.min(Math.max(+from, +furthest), +now));
    const end = new Date(Math.min(Math.max(+to, +begin), +now));
    // Before the registration nothing is left out.
    return { asked, from: begin, to: end, shortened: from < begin && registeredAt < begin };
  };
  if ("from" in question) {
    const [from = today, to = today] = [question.from, question.to].toSorted();
    return since("days", startOfDay(from), endOfDay(to));
  }
  if (question.since === "registration") return since("registration", registeredAt);
  if (question.since === "visit" && previousAt !== null) return since("visit", previousAt);
  return since("month", startOfDay(addMonths(today, -1)));
}
