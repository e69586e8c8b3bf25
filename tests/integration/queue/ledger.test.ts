import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { queueEntry, queueEvent } from "#db/schema/applications.ts";
import { renderMetrics } from "#lib/platform/metrics.ts";
import { checkLedger, checkLedgers, measureLedgers } from "#lib/queue/check-ledger.ts";
import { changeEntries, changeEntry, enterQueue } from "#lib/queue/commands.ts";
import { appendQueueEvent, queueEventKinds } from "#lib/queue/ledger.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { randomHistory } from "../../unit/queue/random-history.ts";
import { applications, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00.000Z");
let oral: Portal;
beforeAll(async () => {
  oral = await seededOral(now);
});

const deed = (applicationId: string) => ({
  regionId: oral.id,
  applicationId,
  at: now,
  actorRole: "officer" as const,
  legalGround: "register-check",
});

test("the demo's queues follow from their ledgers", async () => {
  const checks = await checkLedgers(now);
  expect(checks.map(({ entries }) => entries).reduce((sum, n) => sum + n)).toBe(1274);
  expect(checks.flatMap((check) => check.differences)).toEqual([]);
});

test("after 10,000 events of every kind the rows are what the rules say and what the ledger replays", async () => {
  const { steps, expected } = randomHistory(20_261_122, 10_000, 400);
  const ids = await applications(oral.id, expected.length);
  for (let from = 0; from < steps.length; from += 250) {
    await transaction(async (tx) => {
      for (const run of runsOf(steps.slice(from, from + 250))) {
        const entering = run.flatMap((step) =>
          step.kind === "registered"
            ? [{ ...deed(ids[step.app] ?? ""), at: step.at, entry: step.entry }]
            : [],
        );
        const events = run.flatMap(({ app, ...step }) =>
          step.kind === "registered" ? [] : [{ ...deed(ids[app] ?? ""), ...step }],
        );
        await enterQueue(tx, entering);
        await changeEntries(tx, events);
      }
    });
  }
  const rows = await db().select().from(queueEntry).where(eq(queueEntry.regionId, oral.id));
  const byId = new Map(rows.map((row) => [row.applicationId, row]));
  expect(ids.map((id) => byId.get(id))).toMatchObject(expected);
  const kinds = await db().selectDistinct({ kind: queueEvent.kind }).from(queueEvent);
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(queueEventKinds));
  const check = await checkLedger(oral.id);
  expect(check.events).toBeGreaterThan(10_000);
  expect(check.differences).toEqual([]);
});

/** Neighbours that go through the same door. */
function runsOf<T extends { readonly kind: string }>(steps: readonly T[]): T[][] {
  const runs: T[][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    const same = last?.[0] && (last[0].kind === "registered") === (step.kind === "registered");
    if (last && same) last.push(step);
    else runs.push([step]);
  }
  return runs;
}

describe("the door", () => {
  test("writes row and event together, with former and new values", async () => {
    const [id = ""] = await applications(oral.id, 1);
    const entry = {
      queueType: "general",
      districtKato: "",
      cohort: 2022,
      class: "ordinary" as const,
      registeredAt: now,
    };
    await transaction(async (tx) => {
      await enterQueue(tx, [{ ...deed(id), entry }]);
      await changeEntry(tx, { ...deed(id), kind: "moved", change: { cohort: 2023 } });
      await changeEntry(tx, { ...deed(id), kind: "held", data: { because: "x" } });
    });
    const [row] = await db().select().from(queueEntry).where(eq(queueEntry.applicationId, id));
    expect(row).toMatchObject({ ...entry, cohort: 2023, waiting: false });
    const told = await db()
      .select({ kind: queueEvent.kind, data: queueEvent.data })
      .from(queueEvent)
      .where(and(eq(queueEvent.regionId, oral.id), eq(queueEvent.applicationId, id)))
      .orderBy(queueEvent.seq);
    expect(told).toEqual([
      {
        kind: "registered",
        data: {
          v: 2,
          ...entry,
          registeredAt: now.toISOString(),
          seq: row?.seq,
          waiting: true,
        },
      },
      { kind: "moved", data: { v: 2, from: { cohort: 2022 }, to: { cohort: 2023 } } },
      {
        kind: "held",
        data: { v: 2, because: "x", from: { waiting: true }, to: { waiting: false } },
      },
    ]);
  });

  test("does not open for an entry that is not there, and nothing is left half done", async () => {
    const [id = ""] = await applications(oral.id, 1);
    const work = transaction((tx) => changeEntry(tx, { ...deed(id), kind: "held" }));
    await expect(work).rejects.toThrow("stands in no queue");
    const left = await db().select().from(queueEvent).where(eq(queueEvent.applicationId, id));
    expect(left).toEqual([]);
  });
});

describe("the nightly check", () => {
  const alarm = () => {
    const line = /^kezek_ledger_differences\{region="oral"\} (\d+)$/mu.exec(renderMetrics());
    return Number(line?.[1] ?? -1);
  };
  const lastAudit = async () => {
    const [row] = await db().execute<{
      detail: { found: number; some: { applicationId: string; what: string[] }[] };
    }>(
      sql`select detail from audit_entry where action = 'ledger.check' and subject_id = 'oral'
        order by id desc limit 1`,
    );
    return row?.detail;
  };

  test("raises no alarm where all is well", async () => {
    await checkLedgers(now);
    await measureLedgers(db());
    expect(alarm()).toBe(0);
    expect(await lastAudit()).toMatchObject({ found: 0, some: [] });
  });

  test("finds a row that was changed past the ledger, and an event without its row", async () => {
    const [one, two, three] = await db()
      .select({ id: queueEntry.applicationId })
      .from(queueEntry)
      .where(and(eq(queueEntry.regionId, oral.id), eq(queueEntry.waiting, true)))
      .limit(3);
    const [bare = ""] = await applications(oral.id, 1);
    const set = (id: string | undefined, change: { cohort?: number; registeredAt?: Date }) =>
      db()
        .update(queueEntry)
        .set(change)
        .where(eq(queueEntry.applicationId, id ?? ""));
    await set(one?.id, { cohort: 2019 });
    await set(two?.id, { registeredAt: new Date(0) });
    await transaction((tx) =>
      appendQueueEvent(tx, { ...deed(three?.id ?? ""), kind: "removed", data: {} }),
    );
    await db().insert(queueEntry).values({
      regionId: oral.id,
      applicationId: bare,
      queueType: "general",
      districtKato: "",
      cohort: 2022,
      class: "ordinary",
      registeredAt: now,
      waiting: true,
    });
    await checkLedgers(now);
    await measureLedgers(db());
    expect(alarm()).toBe(4);
    const audit = await lastAudit();
    expect(audit?.found).toBe(4);
    const found = new Map((audit?.some ?? []).map((each) => [each.applicationId, each.what]));
    expect(found.get(one?.id ?? "")).toEqual(["cohort"]);
    expect(found.get(two?.id ?? "")).toEqual(["registeredAt"]);
    expect(found.get(three?.id ?? "")).toEqual(["waiting"]);
    expect(found.get(bare)).toEqual(["entry"]);
  });
});
