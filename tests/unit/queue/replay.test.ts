import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterChange, type EntryState, registrationFacts } from "#lib/queue/entry-state.ts";
import { queueEventKinds } from "#lib/queue/ledger.ts";
import { stepsOf } from "#lib/queue/moves.ts";
import { differences, type LedgerLine, replay, replayLife } from "#lib/queue/replay.ts";
import { lifeOf } from "#lib/reports/lives.ts";
import { written } from "./written-history.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe("replay of the ledger", () => {
  test("gives the current rows after any history of 10,000 events of every kind", () => {
    const property = fc.property(seeds, (seed) => {
      const { lines, rows, expected } = written(seed, 10_000, 300);
      expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(queueEventKinds));
      const lives = replay(lines);
      expect(lives.size).toBe(rows.size);
      for (const [id, row] of rows) {
        expect(lives.get(id)).toEqual({ entry: row, faults: [] });
        expect(row).toMatchObject(expected[Number(id.slice(1))] ?? {});
      }
    });
    fc.assert(property, { numRuns: 10 });
  });

  test("does not depend on the order in which events are read, and tells every past moment", () => {
    const property = fc.property(seeds, fc.nat(499), (seed, last) => {
      const { lines } = written(seed, 500, 20);
      const shuffled = lines.toSorted((a, b) => ((a.seq * 7919) % 503) - ((b.seq * 7919) % 503));
      expect(new Map([...replay(shuffled)].toSorted())).toEqual(
        new Map([...replay(lines)].toSorted()),
      );
      const until = lines[last]?.at ?? new Date(0);
      const then = lines.filter(({ at }) => at <= until);
      expect(replay(lines, until)).toEqual(replay(then));
    });
    fc.assert(property, { numRuns: 20 });
  });

  test("notices any event that changed an entry and is missing", () => {
    const property = fc.property(seeds, fc.nat(399), (seed, index) => {
      const { lines, rows } = written(seed, 400, 10);
      const gone = lines[index];
      if (!gone || !changes(gone)) return;
      const life = replay(lines.filter((line) => line !== gone)).get(gone.applicationId);
      const row = rows.get(gone.applicationId) ?? null;
      const found = [...differences(row, life?.entry ?? null), ...(life?.faults ?? [])];
      expect(found).not.toEqual([]);
    });
    fc.assert(property, { numRuns: 200 });
  });
});

function changes({ kind, data }: LedgerLine): boolean {
  return kind === "registered" || Object.keys(data["to"] ?? {}).length > 0;
}

const at = new Date("2026-03-01T05:00:00.000Z");
const line = (seq: number, kind: string, data: Record<string, unknown> = {}): LedgerLine => ({
  seq,
  applicationId: "a",
  kind,
  at,
  data,
});
const entry: EntryState = {
  queueType: "general",
  districtKato: "",
  cohort: 2023,
  class: "ordinary",
  registeredAt: at,
  seq: 7,
  waiting: true,
};
const born = line(1, "registered", registrationFacts(entry));

test("a family that claims and gives up for ever makes work that grows with its events only", () => {
  const classes = ["first-priority", "ordinary"] as const;
  let state: EntryState = entry;
  const life = [born];
  for (let seq = 2; seq <= 10_000; seq += 1) {
    const kind = seq % 2 === 0 ? "privilege-claimed" : "privilege-given-up";
    const { after, facts } = afterChange(state, kind, { class: classes[seq % 2] ?? "ordinary" });
    state = after;
    life.push(line(seq, kind, facts));
  }
  // Each prefix replayed anew would take minutes, and a parent's page and the nightly check would wait for it.
  expect(stepsOf(life, entry)).toHaveLength(10_000);
  expect(lifeOf(life)?.steps).toHaveLength(10_000);
});

describe("events of the first version", () => {
  const old = { queueType: "general", districtKato: "", cohort: 2023, class: "ordinary" };

  test("are read by what their kinds meant", () => {
    const life = replayLife([
      line(1, "registered", old),
      line(2, "privilege-claimed", { claimId: "c", category: "x", class: "first-priority" }),
      line(3, "moved", { from: { cohort: 2023 }, to: { cohort: 2022 } }),
      line(4, "register-checked", { check: "person", result: "passed" }),
      line(5, "held", { because: "parent-applied" }),
    ]);
    const told = { ...entry, cohort: 2022, class: "first-priority", seq: null, waiting: false };
    expect(life).toEqual({ entry: told, faults: [] });
  });

  test("are followed by those of the second", () => {
    const { facts } = afterChange({ ...entry, waiting: false }, "released", {});
    const life = replayLife([
      line(1, "registered", old),
      line(2, "held"),
      line(3, "released", facts),
    ]);
    expect(life).toEqual({ entry: { ...entry, seq: null }, faults: [] });
  });

  test("what they did not tell is no difference", () => {
    const { districtKato: _, ...less } = old;
    const { entry: told } = replayLife([line(1, "registered", less)]);
    expect(told?.districtKato).toBeNull();
    expect(differences({ ...entry, districtKato: "111000000" }, told)).toEqual([]);
    expect(differences({ ...entry, cohort: 2022 }, told)).toEqual(["cohort"]);
  });
});

describe("faults", () => {
  const v2 = (from: object, to: object) => ({ v: 2, from, to });

  test.each([
    ["registered-twice", [born, { ...born, seq: 2 }]],
    ["not-registered", [line(2, "held", v2({ waiting: true }, { waiting: false }))]],
    ["unreadable", [born, line(2, "vanished")]],
    ["unreadable", [born, line(2, "held", { v: 3 })]],
    ["unreadable", [born, line(2, "moved", v2({ cohort: 2023 }, { cohort: "2022" }))]],
    ["unreadable", [born, line(2, "moved", v2({}, { cohort: 2022 }))]],
    ["from-differs", [born, line(2, "moved", v2({ cohort: 2021 }, { cohort: 2022 }))]],
    ["not-its-change", [born, line(2, "held", v2({ cohort: 2023 }, { cohort: 2022 }))]],
    ["not-its-change", [born, line(2, "turn-came", v2({ waiting: true }, { waiting: false }))]],
    ["not-its-change", [born, line(2, "held", v2({}, {}))]],
  ] as const)("%s", (code, lines) => {
    expect(replayLife(lines).faults.map((fault) => fault.code)).toEqual([code]);
  });

  test("the door refuses what an event of its kind does not change", () => {
    expect(() => afterChange(entry, "held", { cohort: 2022 })).toThrow(RangeError);
    expect(() => afterChange(entry, "turn-came", { class: "extraordinary" })).toThrow(RangeError);
    expect(afterChange(entry, "held", { cohort: 2023 }).facts["to"]).toEqual({ waiting: false });
  });
});
