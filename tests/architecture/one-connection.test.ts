import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Whoever is in a transaction holds a connection; asking for a second one hangs the process as soon as as many do so at
// once as the pool has connections.

/** What reads by a connection of its own unless it is given one. */
const asking = /(?<![\w.])(?:db\(\)|listPortals\(\)|listPolicies\(\)|policyFor\([^;]*?\}\))/g;

/** Calls of a second connection in functions that are handed a transaction. */
function secondConnections(source: string): string[] {
  return [...source.matchAll(/\bfunction (\w+)[^{]*?\btx: Tx\b/g)].flatMap((found) => {
    const from = found.index + found[0].length;
    const end = source.indexOf("\n}\n", from);
    const body = source.slice(from, end === -1 ? undefined : end);
    return [...body.matchAll(asking)].map(([call]) => `${found[1]}: ${call}`);
  });
}

test("nobody in a transaction asks for a second connection", () => {
  const found = globSync("lib/**/*.ts").flatMap((path) =>
    secondConnections(readFileSync(path, "utf8")).map((each) => `${path} ${each}`),
  );
  expect(found).toEqual([]);
});

test("a planted one is found", () => {
  const planted = `
async function restore(tx: Tx, row: Row): Promise<void> {
  const { parameters } = await policyFor({ regionId: row.regionId, at: now });
  const portals = await listPortals();
}
async function fine(tx: Tx): Promise<void> {
  await policyFor({ regionId, at: now }, tx);
}
async function outside(): Promise<void> {
  await db().select();
}
`;
  expect(secondConnections(planted)).toHaveLength(2);
});
