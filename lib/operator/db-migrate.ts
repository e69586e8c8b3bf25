import { join } from "node:path";
import { runningEmbedded } from "#db/embedded.ts";
import { demoFolder } from "#lib/demo/running.ts";
import { loadEnvironmentFile } from "#lib/platform/env.ts";
import { bringUpToDate } from "./bring-up-to-date.ts";

/**
 * `kezek db migrate`: brings the database of DATABASE_URL (of the process or `.env`), or that of the demo that runs here, to
 * this release's schema and rules.
 *
 * @returns 0 done, 1 there is no database, 2 wrong usage
 */
export async function dbMigrate(argv: string[]): Promise<number> {
  const json = argv.includes("--json");
  if (argv.some((word) => word !== "--json")) {
    process.stderr.write("kezek db migrate [--json]\n");
    return 2;
  }
  loadEnvironmentFile();
  const url = process.env["DATABASE_URL"] || runningEmbedded(join(demoFolder(), "postgres"));
  if (!url) {
    const detail = "There is no database: set DATABASE_URL or start npm run demo";
    if (json)
      process.stdout.write(`${JSON.stringify({ ok: false, code: "no-database", detail })}\n`);
    else process.stderr.write(`${detail}\n`);
    return 1;
  }
  await bringUpToDate(url);
  process.stdout.write(
    json ? `${JSON.stringify({ ok: true })}\n` : "The database is up to date.\n",
  );
  return 0;
}
