import { and, desc, eq, gte, lte, sql } from "drizzle-orm";
import { db, type Queryable, transaction, type Tx } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { inTurn } from "#lib/platform/in-turn.ts";
import { log } from "#lib/platform/log.ts";
import { gauge } from "#lib/platform/metrics.ts";
import { requestContext } from "#lib/platform/request-context.ts";
import { listPortals } from "#lib/regions/views.ts";
import { wrongCounters } from "./check-counters.ts";
import { wrongMonths } from "./check-months.ts";
import type { EntryState } from "./entry-state.ts";
import { movesOfSlice } from "./move-rows.ts";
import { type MoveOfApplication, movesOf, stepsOf } from "./moves.ts";
import { differences, type LedgerLine, replay } from "./replay.ts";
import { linesOfSlice, nextSlice } from "./slices.ts";

/** An entry whose row is not what the ledger tells, or whose events contradict each other. */
export type LedgerDifference = {
  readonly applicationId: string;
  /** Names of fields, and codes of faults with the number of the event. */
  readonly what: readonly string[];
};

export type LedgerCheck = {
  readonly regionId: number;
  readonly entries: number;
  readonly events: number;
  /** Days for which the counters do not say what the rows do. */
  readonly wrongCounters: number;
  /** Months of a queue that lie packed otherwise than their moves tell. */
  readonly wrongMonths: number;
  readonly differences: readonly LedgerDifference[];
};

// So many applications are read at once: memory and the age of the snapshot stay small in a region of any size.
const slice = 1_000;
const named = 20;
const subjectKind = "ledger";

/**
 * Proves for every region that the rows of the queue follow from the ledger, and raises the alarm where they do not: an
 * error in the log, an entry in the audit and the metric. Nothing is mended: which of the two is right, people decide.
 * @param now the portal's clock
 */
export async function checkLedgers(now: Date): Promise<readonly LedgerCheck[]> {
  const checks: LedgerCheck[] = [];
  const regions = await listPortals();
  await inTurn(regions.map((region) => async () => checks.push(await checkRegion(region, now))));
  return checks;
}

async function checkRegion(
  { id, slug }: { readonly id: number; readonly slug: string },
  now: Date,
): Promise<LedgerCheck> {
  const check = await checkLedger(id);
  const found = check.differences.length + check.wrongCounters + check.wrongMonths;
  const some = check.differences.slice(0, named);
  if (found > 0)
    log.error("The queue does not follow from its ledger", {
      region: slug,
      found,
      some,
      wrongCounters: check.wrongCounters,
      wrongMonths: check.wrongMonths,
    });
  await transaction((tx) =>
    recordAudit(tx, {
      actor: anonymous("kk"),
      action: "ledger.check",
      role: "system",
      regionId: id,
      subject: { kind: subjectKind, id: slug },
      detail: {
        entries: check.entries,
        events: check.events,
        wrongCounters: check.wrongCounters,
        wrongMonths: check.wrongMonths,
        found,
        some,
      },
      requestId: requestContext()?.requestId ?? null,
      at: now,
    }),
  );
  return check;
}

/** One region, in slices; each is one snapshot, so that events of this moment are no difference. */
export async function checkLedger(regionId: number): Promise<LedgerCheck> {
  let check: LedgerCheck = {
    regionId,
    entries: 0,
    events: 0,
    wrongCounters: await wrongCounters(db(), regionId),
    wrongMonths: await wrongMonths(regionId),
    differences: [],
  };
  for (let after: string | null = null; ;) {
    const from: string | null = after;
    const part: SliceCheck = await transaction((tx) => checkSlice(tx, regionId, from), {
      isolationLevel: "repeatable read",
      accessMode: "read only",
    });
    check = {
      ...check,
      entries: check.entries + part.entries,
      events: check.events + part.events,
      differences: [...check.differences, ...part.differences],
    };
    if (part.last === null) return check;
    after = part.last;
  }
}

type SliceCheck = Pick<LedgerCheck, "entries" | "events" | "differences"> & {
  readonly last: string | null;
};

async function checkSlice(tx: Tx, regionId: number, after: string | null): Promise<SliceCheck> {
  const part = await nextSlice(tx, regionId, after, slice);
  if (part === null) return { entries: 0, events: 0, differences: [], last: null };
  const { ids, first, last } = part;
  const rows = new Map<string, EntryState>();
  const found = await tx
    .select()
    .from(queueEntry)
    .where(
      and(
        eq(queueEntry.regionId, regionId),
        gte(queueEntry.applicationId, first),
        lte(queueEntry.applicationId, last),
      ),
    );
  for (const { applicationId, regionId: _, ...entry } of found) rows.set(applicationId, entry);
  const events = await linesOfSlice(tx, regionId, part);
  const moves = Map.groupBy(
    await movesOfSlice(tx, regionId, first, last),
    ({ applicationId }) => applicationId,
  );
  return {
    entries: rows.size,
    events: events.length,
    differences: compare(ids, rows, events).concat(wrongMoves(regionId, rows, events, moves)),
    last: ids.length < slice ? null : last,
  };
}

function compare(
  ids: readonly string[],
  rows: ReadonlyMap<string, EntryState>,
  events: readonly LedgerLine[],
): LedgerDifference[] {
  const lives = replay(events);
  return ids.flatMap((applicationId) => {
    const life = lives.get(applicationId);
    const what = [
      ...differences(rows.get(applicationId) ?? null, life?.entry ?? null),
      ...(life?.faults ?? []).map(({ code, eventSeq }) => `${code}:${eventSeq}`),
    ];
    return what.length === 0 ? [] : [{ applicationId, what }];
  });
}

/** Whose moves between queues, from which numbers are explained, are not those its events tell. */
function wrongMoves(
  regionId: number,
  rows: ReadonlyMap<string, EntryState>,
  events: readonly LedgerLine[],
  moves: ReadonlyMap<string, readonly MoveOfApplication[]>,
): LedgerDifference[] {
  const lives = Map.groupBy(events, (event) => event.applicationId);
  return [...lives].flatMap(([applicationId, life]) => {
    const row = rows.get(applicationId);
    const told = row === undefined ? [] : movesOf(regionId, applicationId, stepsOf(life, row));
    const kept = moves.get(applicationId) ?? [];
    return JSON.stringify(told) === JSON.stringify(kept)
      ? []
      : [{ applicationId, what: ["moves"] }];
  });
}

/**
 * Sets the figures of the last checks for whoever reads the metrics. They come from the database: the worker that
 * checks has no address to be asked at.
 */
export async function measureLedgers(database: Queryable): Promise<void> {
  for (const { slug } of await listPortals()) {
    const [last] = await database
      .select({ at: auditEntry.at, found: sql<number>`(${auditEntry.detail} ->> 'found')::int` })
      .from(auditEntry)
      .where(and(eq(auditEntry.subjectKind, subjectKind), eq(auditEntry.subjectId, slug)))
      .orderBy(desc(auditEntry.id))
      .limit(1);
    if (last === undefined) continue;
    gauge(
      "kezek_ledger_differences",
      "Entries and counters that did not follow from the ledger at the last check; 0 is right",
      last.found,
      { region: slug },
    );
    gauge(
      "kezek_ledger_checked_seconds",
      "When the ledger was last checked, Unix time",
      last.at.getTime() / 1000,
      { region: slug },
    );
  }
}
