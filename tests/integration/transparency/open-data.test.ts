import { globSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as nothing } from "#app/api/v1/[[...path]]/route.ts";
import { GET as checkpoint } from "#app/api/v1/[region]/log/checkpoint/route.ts";
import { GET as checkpoints } from "#app/api/v1/[region]/log/checkpoints/route.ts";
import { GET as keys } from "#app/api/v1/[region]/log/keys/route.ts";
import { GET as leaves } from "#app/api/v1/[region]/log/leaves/route.ts";
import { GET as consistency } from "#app/api/v1/[region]/log/proof/consistency/route.ts";
import { GET as inclusion } from "#app/api/v1/[region]/log/proof/inclusion/route.ts";
import { GET as tile } from "#app/api/v1/[region]/log/tile/[...path]/route.ts";
import { openApiDocument } from "#app/api/v1/openapi.json/document.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { bytesOfBase64 } from "#lib/transparency/base64.ts";
import { openHead, readPublicKey, type Head } from "#lib/transparency/checkpoint.ts";
import { readTilePath } from "#lib/transparency/tiles.ts";
import { verifyConsistency, verifyInclusion } from "#lib/transparency/proof.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";
import { grow, hashLeaf, joined } from "#lib/transparency/tree.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { applicationsOf, happened, later, now, publicKey, useLogKey } from "./ledger.ts";

useTestDatabase();

type Route = (
  request: Request,
  route: { params: Promise<{ region: string; path: string[] }> },
) => Promise<Response>;

function ask(route: Route, query = "", region = "oral", path: string[] = []): Promise<Response> {
  const request = new Request(`http://localhost:3000/api/v1/x?${query}`);
  return route(request, { params: Promise.resolve({ region, path }) });
}

let head: Head;
beforeAll(async () => {
  await seedDemo(now);
  useLogKey();
  await sequenceLogs(now);
  const oral = await portalBySlug("oral");
  const [first] = oral === null ? [] : await applicationsOf(oral, 1);
  if (oral === null || first === undefined) throw new Error("the demo has this portal");
  await happened(oral, first.id, "held");
  await sequenceLogs(later(60));
  const opened = openHead(await (await ask(checkpoint)).text(), [publicKey]);
  if (opened.code !== "ok") throw new Error(opened.code);
  head = opened.head;
});

const hashOf = (text: unknown) => bytesOfBase64(String(text)) ?? new Uint8Array();
const hashesIn = (list: unknown) => (Array.isArray(list) ? list : []).map(hashOf);

async function refusal(route: Route, query: string, region?: string, path?: string[]) {
  const answer = await ask(route, query, region, path);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  const body = await answer.json();
  expect(body).toMatchObject({ type: "about:blank", status: answer.status });
  return [answer.status, body.code];
}

describe("the open log", () => {
  test("may be read by any page, and without a person", async () => {
    for (const answer of [await ask(checkpoint), await ask(leaves), await ask(keys)]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("cache-control")).toMatch(/^public/);
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
    expect(readPublicKey(await (await ask(keys)).text())).toEqual(publicKey);
  });

  test("is rebuilt from its leaves, portion by portion, to the signed root", async () => {
    const texts: string[] = [];
    for (let start: number | null = 0; start !== null;) {
      const page = await (
        await ask(leaves, `start=${start}&end=${Math.min(start + 250, head.size)}`)
      ).json();
      expect(page.start).toBe(start);
      for (const { idx, leaf } of page.leaves) {
        expect(idx).toBe(texts.length);
        texts.push(leaf);
      }
      start = texts.length < head.size ? texts.length : null;
    }
    const { edge } = grow(
      [],
      0,
      texts.map((text) => hashLeaf(Buffer.from(text))),
    );
    expect(joined(edge)).toEqual(Buffer.from(head.root));
    const all = await (await ask(leaves)).json();
    expect([all.leaves.length, all.next, all.treeSize]).toEqual([head.size, null, head.size]);
  });

  test("is rebuilt from its tiles", async () => {
    const bytesOf = async (...path: string[]) =>
      Buffer.from(await (await ask(tile, "", "oral", path)).arrayBuffer());
    const rest = head.size - 512;
    const level0 = Buffer.concat([
      await bytesOf("0", "000"),
      await bytesOf("0", "001"),
      await bytesOf("0", "002.p", String(rest)),
    ]);
    expect(level0).toHaveLength(head.size * 32);
    const hashes = Array.from({ length: head.size }, (_, i) =>
      level0.subarray(i * 32, i * 32 + 32),
    );
    expect(joined(grow([], 0, hashes).edge)).toEqual(Buffer.from(head.root));
    const level1 = await bytesOf("1", "000.p", "2");
    expect(level1.subarray(0, 32)).toEqual(joined(grow([], 0, hashes.slice(0, 256)).edge));
    const entries = await bytesOf("entries", "000");
    const length = entries.readUInt16BE(0);
    expect(hashLeaf(entries.subarray(2, 2 + length))).toEqual(hashes[0]);
    expect((await ask(tile, "", "oral", ["0", "000"])).headers.get("cache-control")).toContain(
      "immutable",
    );
    expect(await refusal(tile, "", "oral", ["0", "002"])).toEqual([404, "no-tile"]);
    expect(await refusal(tile, "", "oral", ["0", "002.p", String(rest + 1)])).toEqual([
      404,
      "no-tile",
    ]);
  });

  test("proves where a leaf stands, by its number and by its hash", async () => {
    const byIndex = await (await ask(inclusion, `index=17&size=${head.size}`)).json();
    const given = {
      leafIndex: byIndex.leafIdx,
      treeSize: byIndex.treeSize,
      leafHash: hashOf(byIndex.leafHash),
      root: hashOf(byIndex.root),
      path: hashesIn(byIndex.proof),
    };
    expect(verifyInclusion(given)).toBe("ok");
    expect(given.root).toEqual(head.root);
    for (const text of [byIndex.leafHash, encodeURIComponent(byIndex.leafHash)]) {
      expect(await (await ask(inclusion, `leaf=${text}`)).json()).toEqual(byIndex);
    }
  });

  test.each([
    ["one head continues another", 1],
    ["the log stayed as it was", 0],
  ])("proves that %s", async (_, second) => {
    const { checkpoints: heads, next } = await (await ask(checkpoints)).json();
    expect(next).toBeNull();
    expect(heads).toHaveLength(2);
    const [before, after] = [heads[0].size, heads[second].size];
    const proof = await (await ask(consistency, `first=${before}&second=${after}`)).json();
    const opened = openHead(heads[0].note, [publicKey]);
    expect(opened.code === "ok" && opened.head.root).toEqual(hashOf(proof.root1));
    const verdict = verifyConsistency({
      first: proof.size1,
      second: proof.size2,
      firstRoot: hashOf(proof.root1),
      secondRoot: hashOf(proof.root2),
      path: hashesIn(proof.proof),
    });
    expect(verdict).toBe("ok");
  });

  test.each([
    [leaves, "start=-1", 400, "query"],
    [leaves, "start=1e2", 400, "query"],
    [leaves, "start=01", 400, "query"],
    [leaves, "start=1&start=2", 400, "query"],
    [leaves, "start=9&end=3", 400, "query"],
    [leaves, "start=99999999", 404, "beyond-log"],
    [inclusion, "", 400, "query"],
    [inclusion, "index=1&leaf=47DEQpj8HBSa%2B/TImW%2B5JCeuQeRkm5NMpJWZG3hSuFU=", 400, "query"],
    [inclusion, "leaf=abc", 400, "query"],
    [inclusion, "leaf=47DEQpj8HBSa%2B/TImW%2B5JCeuQeRkm5NMpJWZG3hSuFU=", 404, "no-leaf"],
    [inclusion, "index=5&size=5", 422, "index-outside"],
    [inclusion, "index=5&size=99999999", 404, "beyond-log"],
    [consistency, "", 400, "query"],
    [consistency, "first=0&second=3", 422, "sizes"],
    [consistency, "first=4&second=3", 422, "sizes"],
    [consistency, "first=4&second=99999999", 404, "beyond-log"],
  ] as const)("refuses: %o %s", async (route, query, status, code) => {
    expect(await refusal(route, query)).toEqual([status, code]);
    expect(await refusal(route, query, "nowhere")).toEqual([404, "no-region"]);
  });
});

test("a tile has one address", () => {
  expect(readTilePath(["0", "000"])).toEqual({ level: 0, index: 0, width: 256 });
  expect(readTilePath(["0", "x001", "067.p", "8"])).toEqual({ level: 0, index: 1067, width: 8 });
  expect(readTilePath(["entries", "x001", "x234", "067"])).toMatchObject({ index: 1234067 });
  for (const wrong of [
    [],
    ["0"],
    ["0", "0"],
    ["00", "000"],
    ["64", "000"],
    ["0", "x000", "001"],
    ["0", "x001"],
    ["0", "000.p", "256"],
    ["0", "000.p", "0"],
    ["0", "000.p"],
    ["0", "000", "5"],
    ["a", "000"],
  ])
    expect(readTilePath(wrong)).toBeNull();
});

test("openapi.json describes every address of the open data", () => {
  const described = Object.keys(
    (openApiDocument("https://kezek.example/api/v1") as { paths: object }).paths,
  );
  const there = globSync("app/api/v1/**/route.ts")
    // Says of all others that they are not there.
    .filter((file) => file !== "app/api/v1/[[...path]]/route.ts")
    .map((file) =>
      file
        .slice("app/api/v1".length, -"/route.ts".length)
        .replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}"),
    );
  expect(described.toSorted()).toEqual(there.toSorted());
});

test("an address that is none is refused as the others are", async () => {
  expect(await refusal(nothing, "")).toEqual([404, "no-address"]);
});
