import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectFolder } from "#lib/front/next-app.ts";
import { codes } from "./codes.ts";
import { crash } from "./crash.ts";
import { eds } from "./eds.ts";
import { forecasts } from "./forecast.ts";
import { log } from "./log.ts";
import { noJs } from "./no-js.ts";
import { pages } from "./pages.ts";
import { plans } from "./plans.ts";
import { queue } from "./queue.ts";
import { voidWithoutControls, type Row } from "./rows.ts";
import { openStage, type Target } from "./stage.ts";
import { start } from "./start.ts";
import { table } from "./table.ts";
import { weight } from "./weight.ts";

// `npm run bench`: the targets of docs/performance.md, each against a baseline made beside it.

const targets: Readonly<Record<string, Target>> = {
  weight,
  "no-js": noJs,
  pages,
  eds,
  codes,
  log,
  queue,
  plans,
  forecast: forecasts,
  crash,
  start,
};

const usage = `npm run bench                 every target: ${Object.keys(targets).join(", ")}
npm run bench -- pages eds    only these
npm run bench -- --quick      short runs, to try the benchmark itself; its figures do not count\n`;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { quick: { type: "boolean", default: false } },
    });
    return positionals.every((name) => Object.hasOwn(targets, name))
      ? { quick: values.quick, names: positionals.length > 0 ? positionals : Object.keys(targets) }
      : undefined;
  } catch {
    return undefined;
  }
}

async function main(quick: boolean, names: readonly string[]): Promise<void> {
  const { stage, close } = openStage(quick ? { pairs: 2, seconds: 0.5 } : { pairs: 5, seconds: 4 });
  let closing: Promise<void> | undefined;
  const closeOnce = () => (closing ??= close());
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void closeOnce().finally(() => process.exit(130)));
  }
  const rows: Row[] = [];
  const failed: string[] = [];
  try {
    for (const name of names) {
      process.stderr.write(`Measuring ${name}…\n`);
      try {
        const measured = await targets[name]?.(stage);
        rows.push(...voidWithoutControls(measured ?? []));
      } catch (error) {
        failed.push(name);
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      }
    }
  } finally {
    await closeOnce();
  }
  if (!quick)
    writeFileSync(join(projectFolder, "bench-results.json"), `${JSON.stringify(rows, null, 2)}\n`);
  process.stdout.write(table(rows));
  for (const name of failed) process.stdout.write(`${name} could not be measured.\n`);
  // A target that is missed is a figure; one that could not be measured is a failure of the benchmark.
  if (failed.length > 0 || rows.some((row) => row.void)) process.exitCode = 1;
}

const given = readArguments();
if (given) await main(given.quick, given.names);
else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
