import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { closeDb } from "#db/client.ts";
import { projectFolder } from "#lib/front/next-app.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";
import { findBrowser } from "#tests/support/browser.ts";
import { type EmptyApp, emptyApp } from "./empty-app.ts";
import { type Family, registerFamily } from "./family.ts";
import { type DataSet, fullDataSet } from "./full.ts";
import { millionEntries } from "./million.ts";
import { type BenchPortal, benchPortal } from "./portal.ts";
import type { Row } from "./rows.ts";

/** What the targets measure, each part started when the first one asks for it. */
export type Stage = {
  /** Pairs of each comparison. */
  readonly pairs: number;
  /** Seconds of load on one side of a pair. */
  readonly seconds: number;
  /** Inside the project, so that generated applications find its packages. */
  readonly folder: string;
  portal(): Promise<BenchPortal>;
  empty(): Promise<EmptyApp>;
  browser(): Promise<Browser>;
  family(): Promise<Family>;
  /** A database of a million waiting children. */
  million(): Promise<DataSet>;
  /** The full demo in a database of its own. */
  full(): Promise<DataSet>;
};

export type Target = (stage: Stage) => Promise<Row[]>;

export function openStage(options: { readonly pairs: number; readonly seconds: number }) {
  const ends: (() => Promise<void>)[] = [];
  const parent = join(projectFolder, ".kezek");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "bench-"));
  // Run as root, PostgreSQL has a user of its own, who must reach its programs in the copy of the project.
  chmodSync(folder, 0o755);
  const data = mkdtempSync(join(tmpdir(), "kezek-bench-"));

  const portal = once(async () => {
    const started = await benchPortal(join(data, "portal"));
    ends.push(() => started.stop());
    return started;
  });
  const empty = once(async () => {
    const started = await emptyApp(join(folder, "empty"), (await portal()).databaseUrl);
    ends.push(() => started.stop());
    return started;
  });
  const browser = once(async () => {
    // A folder of its own to unpack into: another run may be unpacking at the same moment.
    process.env["TMPDIR"] = data;
    const executablePath = await findBrowser();
    const started = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    ends.push(() => started.close());
    return started;
  });
  const family = once(async () => registerFamily(await browser(), (await portal()).url));

  const million = once(async () => {
    const started = await millionEntries(join(data, "million"), 1_000_000);
    ends.push(() => started.stop());
    return started;
  });

  const full = once(async () => {
    const started = await fullDataSet(join(data, "full"), options.pairs > 2 ? undefined : 3_000);
    // Before anybody changes entries past the ledger.
    if (options.pairs > 2) await sequenceLogs(new Date());
    ends.push(async () => {
      await closeDb();
      await started.stop();
    });
    return started;
  });

  const stage: Stage = { ...options, folder, portal, empty, browser, family, million, full };
  const close = async () => {
    for (const end of ends.toReversed()) await end();
    for (const each of [folder, data]) rmSync(each, { recursive: true, force: true });
  };
  return { stage, close };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
