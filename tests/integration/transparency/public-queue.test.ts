import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { GET as queue } from "#app/api/v1/[region]/queue/route.ts";
import { GET as regions } from "#app/api/v1/regions/route.ts";
import { db } from "#db/client.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { orderQueue } from "#lib/queue/order.ts";
import { districtsOf, portalBySlug } from "#lib/regions/views.ts";
import { fewest, namedAmong } from "#lib/transparency/named-districts.ts";
import { type PublicEntry, publicQueue } from "#lib/transparency/public-queue.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { questionsOf } from "#tests/support/plans.ts";
import { now } from "./ledger.ts";

useTestDatabase();
beforeAll(() => seedDemo(now));

type Told = { entryCode: string; district: string | null; cohort: number; position: number };

function ask(region: string, query: string): Promise<Response> {
  const request = new Request(`http://localhost:3000/api/v1/x?${query}`);
  return queue(request, { params: Promise.resolve({ region }) });
}

async function walk(region: string, limit: number): Promise<Told[]> {
  const all: Told[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const answer: Response = await ask(
      region,
      `limit=${limit}${cursor === "" ? "" : `&cursor=${cursor}`}`,
    );
    expect(answer.status).toBe(200);
    const body: { entries: Told[]; next: string | null } = await answer.json();
    expect(body.entries.length).toBeLessThanOrEqual(limit);
    all.push(...body.entries);
    cursor = body.next;
  }
  return all;
}

/** All queues of a region one by one by the literal definition, and the district where enough wait there. */
async function defined(region: string) {
  const portal = await portalBySlug(region);
  const rows = await db()
    .select({ entry: queueEntry, code: application.entryCode })
    .from(queueEntry)
    .innerJoin(application, eq(application.id, queueEntry.applicationId))
    .where(eq(queueEntry.regionId, portal?.id ?? 0));
  const queues = Map.groupBy(
    rows.filter(({ entry }) => entry.waiting),
    ({ entry }) => `${entry.queueType} ${entry.districtKato} ${entry.cohort}`,
  );
  const few = (queueType: string, cohort: number) =>
    [...queues.values()]
      .map((members) => ({
        kato: members[0]?.entry.districtKato,
        n: members.length,
        at: members[0],
      }))
      .filter(({ at }) => at?.entry.queueType === queueType && at.entry.cohort === cohort)
      .toSorted((a, b) => a.n - b.n)
      .filter(({ n }, i, beside) => n < fewest || (i === 1 && (beside[0]?.n ?? 0) < fewest))
      .map(({ kato }) => kato);
  return [...queues.values()].flatMap((members) => {
    const codes = new Map(members.map(({ entry, code }) => [entry.seq, code]));
    return orderQueue(
      members.map(({ entry }) => entry),
      3,
    ).map((entry, i) => ({
      entryCode: codes.get(entry.seq),
      queueType: entry.queueType,
      district:
        entry.districtKato === "" || few(entry.queueType, entry.cohort).includes(entry.districtKato)
          ? null
          : entry.districtKato,
      cohort: entry.cohort,
      class: entry.class,
      registeredAt: entry.registeredAt.toISOString(),
      position: i + 1,
      status: "waiting",
    }));
  });
}

const byCode = <T extends { entryCode?: string | undefined }>(list: readonly T[]) =>
  list.toSorted((a, b) => ((a.entryCode ?? "") < (b.entryCode ?? "") ? -1 : 1));

test.each([
  ["oral", 500],
  ["oral", 37],
  ["akmola", 13],
])(
  "the whole queue of %s in portions of %d is the order by definition, each child once",
  async (region, limit) => {
    const told = await walk(region, limit);
    const wanted = await defined(region);
    expect(wanted.length).toBeGreaterThan(300);
    // Exactly these fields, so nothing personal.
    expect(byCode(told)).toEqual(byCode(wanted));
  },
);

test("a portion is three questions, of however many queues it is", async () => {
  const { id } = (await portalBySlug("akmola")) ?? { id: 0 };
  const queuesIn = (entries: readonly PublicEntry[]) =>
    entries.filter((entry, i) => i === 0 || entry.position === 1).length;
  const seen: number[] = [];
  for (const size of [1, 13, 400]) {
    const asked = await questionsOf(async () => {
      const { entries } = await publicQueue(id, null, size, now);
      expect(entries).toHaveLength(size);
      seen.push(queuesIn(entries));
    });
    // The rules are remembered.
    const told = asked
      .map(({ text }) => text)
      .filter((text) => /^\s*select(?!.*"policy")/u.test(text));
    expect(told).toEqual([
      expect.stringContaining("queue_count"),
      expect.stringContaining("queue_entry"),
      expect.stringContaining("application"),
    ]);
  }
  expect(seen[0]).toBe(1);
  expect(seen[2]).toBeGreaterThan(20);
});

test("a district in which few wait is not named", async () => {
  const told = await walk("akmola", 500);
  const named = new Set(told.map(({ district }) => district));
  expect(named.has(null)).toBe(true);
  expect(named.size).toBeGreaterThan(1);
});

test("nor by the cursor, nor by the order, nor by being the only one left", async () => {
  const districts = await districtsOf((await portalBySlug("akmola"))?.id ?? 0);
  const seen: string[] = [];
  for (let cursor = ""; cursor !== "end";) {
    const answer = await ask("akmola", `limit=7${cursor === "" ? "" : `&cursor=${cursor}`}`);
    const { next }: { next: string | null } = await answer.json();
    if (next !== null) seen.push(Buffer.from(next, "base64url").toString());
    cursor = next ?? "end";
  }
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.filter((cursor) => districts.some(({ kato }) => cursor.includes(kato)))).toEqual([]);
  expect([...namedAmong([30, 4, 12, 50])]).toEqual([0, 3]);
  expect([...namedAmong([30, 4, 9, 50])]).toEqual([0, 3]);
  expect([...namedAmong([30, 40])]).toEqual([0, 1]);
  expect([...namedAmong([3, 40])]).toEqual([]);
  // Among the children of one birth year the districts stand in no order that anybody knows.
  const told = await walk("akmola", 500);
  const rows = await db()
    .select({ code: application.entryCode, kato: queueEntry.districtKato })
    .from(queueEntry)
    .innerJoin(application, eq(application.id, queueEntry.applicationId));
  const katoOf = new Map(rows.map(({ code, kato }) => [code, kato]));
  const orders = [...Map.groupBy(told, ({ cohort }) => cohort).values()].map((beside) => [
    ...new Set(beside.map(({ entryCode }) => katoOf.get(entryCode))),
  ]);
  expect(orders).not.toEqual(orders.map((order) => order.toSorted()));
});

test("nobody's IIN stands in it, and any page may read it", async () => {
  const answer = await ask("akmola", "");
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("cache-control")).toMatch(/^public/);
  const body = await answer.text();
  const everybody = await db().select({ iin: person.iin, surname: person.surname }).from(person);
  expect(
    everybody.filter(({ iin, surname }) => body.includes(iin) || body.includes(surname)),
  ).toEqual([]);
});

test.each(["limit=0", "limit=x", "cursor=x", "cursor=WzFd", "cursor=a&cursor=b"])(
  "refuses %s",
  async (query) => {
    const answer = await ask("oral", query);
    expect([answer.status, (await answer.json()).code]).toEqual([400, "query"]);
    expect((await ask("nowhere", query)).status).toBe(404);
  },
);

test("the regions are listed by the names that stand in addresses", async () => {
  const { regions: listed } = await (await regions()).json();
  const slugs = listed.map(({ slug }: { slug: string }) => slug);
  expect(slugs).toEqual(expect.arrayContaining(["oral", "akmola", "petropavl", "qosshy"]));
});
