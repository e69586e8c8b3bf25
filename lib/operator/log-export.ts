import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDb } from "#db/client.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { base64Of } from "#lib/transparency/base64.ts";
import { publishedOrigin, readPublicKey } from "#lib/transparency/checkpoint.ts";
import { exportLine } from "#lib/transparency/export-audit.ts";
import { exportLog } from "#lib/transparency/views.ts";
import { refused } from "./command-line.ts";
import { exit, say, wrongUsage } from "./log-files.ts";
import { usePortalEnvironment } from "./portal-environment.ts";

const usage = "kezek log export (--region SLUG | --from ADDRESS) [--out FILE] [--json]";

/**
 * `kezek log export`: a whole log as JSON lines for `kezek log audit`: from the portal's own database by `--region`, or
 * by anybody from its open data by `--from https://…/api/v1/{region}/log`.
 * @returns 0 written, 1 refused, 2 wrong usage
 */
export async function logExport(argv: string[]): Promise<number> {
  const given = read(argv);
  if (given === null || (given.region === undefined) === (given.from === undefined)) {
    return wrongUsage(usage);
  }
  const lines =
    given.from === undefined ? fromDatabase(given.region ?? "") : fromAddress(given.from);
  const out = given.out === undefined ? process.stdout : createWriteStream(given.out);
  let count = 0;
  async function* counted() {
    for await (const line of lines) {
      count += 1;
      yield line;
    }
  }
  try {
    await pipeline(counted(), out, { end: out !== process.stdout });
    const json = given.json === true;
    if (count === 0) {
      return refused("no-log", "There is no such log, or nothing is signed yet", json);
    }
    // Without --out the log itself is what is printed.
    if (json && given.out !== undefined) say({ ok: true, lines: count });
    return exit.done;
  } finally {
    await closeDb();
  }
}

function read(argv: string[]) {
  try {
    const options = {
      region: { type: "string" },
      from: { type: "string" },
      out: { type: "string" },
    } as const;
    return parseArgs({ args: argv, options: { ...options, json: { type: "boolean" } } }).values;
  } catch {
    return null;
  }
}

async function* fromDatabase(slug: string): AsyncGenerator<string> {
  if (!usePortalEnvironment()) throw new Error("There is no database: use --from");
  const portal = await portalBySlug(slug);
  if (portal !== null) yield* exportLog(portal);
}

const leafPage = z.object({
  leaves: z.array(z.object({ idx: z.int(), leaf: z.string() })),
  next: z.int().nullable(),
});
const headPage = z.object({
  checkpoints: z.array(z.object({ size: z.int(), note: z.string() })),
  next: z.int().nullable(),
});

/** What is fetched is not believed: `kezek log audit` judges it. */
async function* fromAddress(address: string): AsyncGenerator<string> {
  const root = address.replace(/\/+$/, "");
  const pems = (await textOf(`${root}/keys`)).match(/-+BEGIN[\s\S]+?-+END[^\n]+-+/g) ?? [];
  const publicKeys = pems
    .map(readPublicKey)
    .filter((key) => key !== null)
    .map(base64Of);
  const newest = await textOf(`${root}/checkpoint`);
  const { origin, size } = publishedOrigin(newest);
  const region = origin.split("/").at(-2) ?? "";
  yield exportLine({ kind: "log", v: 1, region, origin, publicKeys });
  for (let start: number | null = 0; start !== null;) {
    const page = leafPage.parse(
      JSON.parse(await textOf(`${root}/leaves?start=${start}&end=${size}`)),
    );
    for (const { idx, leaf } of page.leaves) yield exportLine({ kind: "leaf", idx, leaf });
    start = page.next;
  }
  for (let from: number | null = 1; from !== null;) {
    const page = headPage.parse(JSON.parse(await textOf(`${root}/checkpoints?from=${from}`)));
    // The log may have grown while it was read.
    const heads = page.checkpoints.filter((head) => head.size <= size);
    for (const { note } of heads) yield exportLine({ kind: "checkpoint", note });
    from = heads.length < page.checkpoints.length ? null : page.next;
  }
}

async function textOf(address: string): Promise<string> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return await answer.text();
}
