import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { policy } from "#db/schema/regions.ts";
import { changeEntry, type EntryEvent, enterQueue } from "#lib/queue/commands.ts";
import type { Explanation } from "#lib/queue/explain.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { placeAt } from "#lib/queue/past.ts";
import { numberStory } from "#lib/queue/story.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { drawn, randomHistory } from "../../unit/queue/random-history.ts";
import { applications, playHistory, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00.000Z");
const ratio = 3;
let oral: Portal;
beforeAll(async () => {
  oral = await seededOral(now);
});

const sum = (story: Explanation | null) =>
  (story?.causes ?? []).reduce((n, { effect }) => n + effect, 0);
const ref = (applicationId: string) => ({ regionId: oral.id, applicationId });

test("of any entry of any history, between any instants, makes up the difference of the places then", async () => {
  const history = randomHistory(23, 900, 90);
  const ids = await applications(oral.id, history.expected.length);
  await playHistory(oral.id, ids, history.steps);
  const random = drawn(9);
  const instant = () => history.steps[Math.floor(random() * history.steps.length)]?.at ?? now;
  let told = 0;
  for (let n = 0; n < 120; n += 1) {
    const entry = ref(ids[Math.floor(random() * ids.length)] ?? "");
    const [from = now, to = now] = [instant(), instant()].toSorted((a, b) => Number(a) - Number(b));
    const story = await numberStory(entry, { from, to });
    const first = await placeAt(entry, ratio, from);
    const last = await placeAt(entry, ratio, to);
    const ends = { from: story?.from, to: story?.to };
    expect(ends).toMatchObject({
      ...(first && { from: { at: from, position: first.position, worst: first.worst } }),
      ...(last && { to: { at: to, position: last.position, worst: last.worst } }),
    });
    expect(sum(story)).toBe((story?.to.position ?? 0) - (story?.from.position ?? 0));
    told += first && last ? 1 : 0;
  }
  expect(told).toBeGreaterThan(10);
});

describe("a story with all that happens to a queue", () => {
  const day = (n: number) => new Date(Date.UTC(2027, 0, n, 6));
  const place = { queueType: "general", districtKato: "", cohort: 2023 };
  let own: string;

  const deed = (applicationId: string, at: Date) => ({
    ...ref(applicationId),
    at,
    actorRole: "officer" as const,
    legalGround: "register-check",
  });
  const come = (id: string, n: number, name: EntryClass = "ordinary") =>
    transaction((tx) =>
      enterQueue(tx, [
        { ...deed(id, day(n)), entry: { ...place, class: name, registeredAt: day(n) } },
      ]),
    );
  const happen = (
    id: string,
    n: number,
    kind: EntryEvent["kind"],
    change: NonNullable<EntryEvent["change"]> = {},
  ) => transaction((tx) => changeEntry(tx, { ...deed(id, day(n)), kind, change }));

  beforeAll(async () => {
    const ids = await applications(oral.id, 14);
    own = ids[9] ?? "";
    for (let n = 0; n < 10; n += 1) await come(ids[n] ?? "", n + 1);
    await happen(ids[0] ?? "", 20, "referred");
    await happen(ids[1] ?? "", 20, "referred");
    await happen(ids[0] ?? "", 22, "enrolled");
    await happen(ids[2] ?? "", 23, "withdrawn");
    await happen(ids[3] ?? "", 24, "removed");
    await come(ids[10] ?? "", 25, "extraordinary");
    await happen(ids[4] ?? "", 26, "moved", { cohort: 2022 });
    await happen(ids[3] ?? "", 27, "restored");
    await happen(ids[5] ?? "", 28, "privilege-confirmed", { class: "extraordinary" });
    await happen(ids[5] ?? "", 29, "privilege-expired", { class: "ordinary" });
    await come(ids[11] ?? "", 30, "first-priority");
    await happen(own, 31, "privilege-confirmed", { class: "first-priority" });
  });

  test("counts each cause once", async () => {
    const others = await db()
      .select()
      .from(queueEntry)
      .where(
        sql`waiting and region_id = ${oral.id} and cohort = 2023 and registered_at < '2027-01-01'`,
      );
    // The demo's own queue of that cohort stands before them all.
    expect(others.length).toBeGreaterThan(0);
    const entry = ref(own);
    const story = await numberStory(entry, { from: day(15), to: day(30) });
    const [first, last] = [
      await placeAt(entry, ratio, day(15)),
      await placeAt(entry, ratio, day(30)),
    ];
    expect(sum(story)).toBe((last?.position ?? 0) - (first?.position ?? 0));
    const told = Object.fromEntries(
      (story?.causes ?? []).map((each) => [each.cause, each.children]),
    );
    expect(told).toMatchObject({
      enrolled: 1,
      referred: 1,
      withdrew: 1,
      removed: 1,
      extraordinary: 1,
      restored: 1,
      recut: 1,
    });
    expect(story?.to.worst).toBe(last?.worst);
  });

  test("tells one's own privilege apart", async () => {
    const story = await numberStory(ref(own), { from: day(30), to: day(32) });
    expect(story?.causes.map(({ cause }) => cause)).toEqual(["ownPrivilege"]);
  });

  test("knows nothing of another region's queue, nor of an entry under another region's number", async () => {
    const elsewhere = { regionId: oral.id + 1, applicationId: own };
    expect(await numberStory(elsewhere, { from: day(1), to: day(32) })).toBeNull();
    expect(await placeAt(elsewhere, ratio, day(16))).toBeNull();
  });

  test("a change of the rules is a cause of its own, from its midnight on", async () => {
    await db()
      .insert(policy)
      .values({
        regionId: oral.id,
        queueType: "general",
        validFrom: "2027-02-10",
        parameters: { priorityRatio: 1 },
        source: { act: "practice", date: "2027-02-01", address: null },
        code: "story-ratio",
      });
    const story = await numberStory(ref(own), { from: day(32), to: day(60) });
    expect(story?.causes.map(({ cause }) => cause)).toEqual(["policy"]);
    expect(story?.turns[0]?.at).toEqual(new Date("2027-02-09T19:00:00.000Z"));
    expect(story?.to.position).toBe((await placeAt(ref(own), 1, day(60)))?.position);
    await db().delete(policy).where(eq(policy.code, "story-ratio"));
  });
});
