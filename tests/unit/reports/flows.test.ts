import { describe, expect, test } from "vitest";
import type { EntryClass } from "#lib/queue/order.ts";
import type { QueueEventKind } from "#lib/queue/ledger.ts";
import { afterChange, type EntryState, registrationFacts } from "#lib/queue/entry-state.ts";
import type { LedgerLine } from "#lib/queue/replay.ts";
import { backTest } from "#lib/reports/back-test.ts";
import { flowsOf } from "#lib/reports/flows.ts";
import { type Life, lifeOf } from "#lib/reports/lives.ts";

type Step = readonly [
  kind: Exclude<QueueEventKind, "registered">,
  at: string,
  change?: { class?: EntryClass; cohort?: number; queueType?: string },
];

let seq = 0;
function life(registered: string, steps: readonly Step[], cohort = 2023): Life {
  let state: EntryState = {
    queueType: "general",
    districtKato: "",
    cohort,
    class: "ordinary",
    registeredAt: new Date(registered),
    seq: (seq += 1),
    waiting: true,
  };
  const line = (kind: string, at: string, data: LedgerLine["data"]): LedgerLine => ({
    seq: (seq += 1),
    applicationId: "",
    kind,
    at: new Date(at),
    data,
  });
  const events = [line("registered", registered, registrationFacts(state))];
  for (const [kind, at, change = {}] of steps) {
    const { after, facts } = afterChange(state, kind, change);
    state = after;
    events.push(line(kind, at, facts));
  }
  const made = lifeOf(events);
  if (made === null) throw new Error("no life");
  return made;
}

const now = new Date("2026-04-10T00:00:00Z");

describe("months counted from the ledger", () => {
  const lives = [
    // The first departure of all: what was before is not known, the month after it is the first one told.
    life("2023-05-01T05:00:00Z", [["withdrawn", "2025-12-10T05:00:00Z"]]),
    life("2023-05-01T05:00:00Z", [
      ["turn-came", "2026-02-02T05:00:00Z"],
      ["referred", "2026-02-03T05:00:00Z"],
      ["enrolled", "2026-02-09T05:00:00Z"],
    ]),
    life("2026-01-31T20:00:00Z", [
      ["privilege-claimed", "2026-03-05T05:00:00Z", { class: "first-priority" }],
    ]),
    life("2024-01-01T05:00:00Z", [
      ["held", "2026-01-05T05:00:00Z"],
      ["released", "2026-02-05T05:00:00Z"],
      ["moved", "2026-03-07T05:00:00Z", { queueType: "sanatorium" }],
    ]),
  ];
  const flows = flowsOf(lives, "general/", now);
  const of = (name: EntryClass) =>
    flows?.cohorts
      .find((each) => each.cohort === 2023)
      ?.classes[name].map(({ waiting, joined, placed, left }) => [waiting, joined, placed, left]);

  test("tell who waited, came, got a place and left otherwise", () => {
    expect(flows).toMatchObject({ from: "2026-01", count: 3 });
    // 20:00 UTC on 31 January is February in Kazakhstan.
    expect(of("ordinary")).toEqual([
      [2, 0, 0, 1],
      [1, 2, 1, 0],
      [2, 0, 0, 2],
    ]);
    expect(of("first-priority")).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
  });

  test("begin only when a whole month is over since the first departure", () => {
    expect(flowsOf([life("2023-05-01T05:00:00Z", [])], "general/", now)).toBe(null);
    const young = life("2023-05-01T05:00:00Z", [["withdrawn", "2026-03-10T05:00:00Z"]]);
    expect(flowsOf([young], "general/", now)).toBe(null);
    expect(flowsOf(lives, "special/", now)).toBe(null);
  });
});

describe("the test against the past", () => {
  // Every month one of a hundred gets a place, from the front.
  const months = Array.from({ length: 29 }, (_, i) => i);
  const at = (i: number, day: string) => {
    const date = new Date(Date.UTC(2023, 10 + i, 1));
    return `${date.toISOString().slice(0, 7)}-${day}T05:00:00Z`;
  };
  const lives = months.flatMap((i) =>
    Array.from({ length: 10 }, () =>
      life("2023-01-01T05:00:00Z", [["referred", at(i, "12")]], 2021),
    ),
  );
  const options = { queue: "general/", now, ratio: 3, seed: 1, sample: 20 };

  test("counts as a hit only a turn that came within the range", () => {
    const range = (from: string, to: string) =>
      backTest(lives, {
        ...options,
        tell: () => ({ told: true, from, to, median: from }),
      });
    const always = range("2025-01", "2026-03");
    expect(always.cases).toBeGreaterThan(100);
    expect(always.hits).toBe(always.cases);
    expect(always.width).toBe(15);
    expect(range("2024-01", "2024-02").hits).toBe(0);
    // Not over yet: nobody knows.
    expect(range("2026-03", "2026-04").cases).toBe(0);
  });

  test("leaves out who left by itself, and says how often nothing was told", () => {
    const gone = lives.map((each) => ({
      ...each,
      steps: each.steps.map((step) => ({ ...step, placed: false, turn: false })),
    }));
    const tell = () => ({ told: true, from: "2025-01", to: "2026-03", median: "2025-01" }) as const;
    expect(backTest(gone, { ...options, tell }).cases).toBe(0);
    const silent = backTest(lives, { ...options, tell: () => ({ told: false, why: "too-far" }) });
    expect(silent.silent).toBe(silent.asked);
    expect(silent.asked).toBe(200);
  });

  test("never shows the forecaster what came later", () => {
    backTest(lives, {
      ...options,
      tell: ({ flows, today }) => {
        const last = flows?.cohorts[0]?.classes.ordinary.length ?? 0;
        expect(last).toBe(flows?.count);
        const end = new Date(`${flows?.from}-01T00:00:00Z`);
        end.setUTCMonth(end.getUTCMonth() + last);
        expect(end.toISOString().slice(0, 10) <= today).toBe(true);
        return { told: false, why: "too-far" };
      },
    });
  });
});
