import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { GET } from "#app/api/v1/[region]/kindergartens/route.ts";
import { db } from "#db/client.ts";
import { kindergarten } from "#db/schema/kindergartens.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { openKindergartens } from "./portals.ts";

useTestDatabase();

beforeAll(async () => {
  await openKindergartens();
});

const ask = (query = "", region = "oral", headers = {}) =>
  GET(new Request(`http://localhost:3000/api/v1/x?${query}`, { headers }), {
    params: Promise.resolve({ region }),
  });

test("everybody reads the whole register by its portions, each kindergarten once", async () => {
  const read: { slug: string; groups: unknown[] }[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const answer: Response = await ask(`limit=5${cursor === "" ? "" : `&cursor=${cursor}`}`);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cache-control")).toContain("public");
    const body = await answer.json();
    expect(body.total).toBe(12);
    expect(body.kindergartens.length).toBeLessThanOrEqual(5);
    read.push(...body.kindergartens);
    cursor = body.next;
  }
  expect(read.map(({ slug }) => slug)).toContain("8-ainalaiyn");
  expect(new Set(read.map(({ slug }) => slug)).size).toBe(12);
  expect(Object.keys(read[0] ?? {}).toSorted()).toEqual(
    [
      "address",
      "closedOn",
      "district",
      "email",
      "groups",
      "hours",
      "languages",
      "names",
      "openedOn",
      "ownership",
      "phone",
      "point",
      "queueTypes",
      "site",
      "slug",
    ].toSorted(),
  );
});

test("what has not changed is not sent again, and what has is", async () => {
  const first = await ask("limit=500");
  const etag = first.headers.get("etag") ?? "";
  const same = await ask("limit=500", "oral", { "if-none-match": etag });
  expect([same.status, await same.text()]).toEqual([304, ""]);
  await db()
    .update(kindergarten)
    .set({ closedOn: "2020-01-01" })
    .where(eq(kindergarten.slug, "12-ertegi"));
  const changed = await ask("limit=500", "oral", { "if-none-match": etag });
  expect(changed.status).toBe(200);
  expect((await changed.json()).total).toBe(11);
  // Whoever was reading when it closed begins anew.
  expect((await ask("cursor=12-ertegi")).status).toBe(400);
});

test.each([
  ["limit=0", "oral", 400, "query"],
  ["limit=-1", "oral", 400, "query"],
  ["limit=1e3", "oral", 400, "query"],
  ["cursor=a&cursor=b", "oral", 400, "query"],
  ["cursor=%2e%2e%2f", "oral", 400, "query"],
  ["cursor=zeren", "oral", 400, "query"],
  ["", "nowhere", 404, "no-region"],
])("?%s of %s is refused with %i %s", async (query, region, status, code) => {
  const answer = await ask(query, region);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect([answer.status, (await answer.json()).code]).toEqual([status, code]);
});
