import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runningDemo } from "#lib/demo/running.ts";
import { projectFolder } from "#lib/front/next-app.ts";
import { freePort } from "#lib/platform/free-port.ts";
import { isGone, startProgram } from "./child.ts";
import { emptyApp } from "./empty-app.ts";
import { linkPackages } from "./packages.ts";
import { compared, limited, type Pair, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

/**
 * `npm run demo` on a machine that has done nothing but `npm ci`, and once more: in a copy of the project, so that the
 * build and the data of the one we stand in stay as they are.
 */
export async function start(stage: Stage): Promise<Row[]> {
  const copy = join(stage.folder, "fresh");
  copyProject(copy);
  const first: Pair[] = [];
  const second: Pair[] = [];
  for (let round = 0; round < stage.pairs; round += 1) {
    for (const made of [".next", ".kezek"])
      rmSync(join(copy, made), { recursive: true, force: true });
    const value = await demoSeconds(copy);
    const again = await demoSeconds(copy);
    const bare = await emptyApp(join(stage.folder, "bare"));
    await bare.stop();
    first.push({ value, baseline: bare.built + bare.started });
    second.push({ value: again, baseline: bare.started });
  }
  const secondsOf = (pairs: readonly Pair[]) => pairs.map(({ value }) => value);
  const question = { unit: "s" };
  return [
    limited({ ...question, name: "start first", limit: { atMost: 120 } }, secondsOf(first)),
    limited({ ...question, name: "start second", limit: { atMost: 10 } }, secondsOf(second)),
    // Printed beside; the target names no limit for them.
    compared({ ...question, name: "start first, to a bare build and start", limit: null }, first),
    compared({ ...question, name: "start second, to a bare start", limit: null }, second),
  ];
}

/** Seconds from the command to an open portal. */
async function demoSeconds(project: string): Promise<number> {
  const began = performance.now();
  const npm = startProgram("npm", ["run", "demo"], {
    cwd: project,
    env: { PORT: String(await freePort()) },
  });
  try {
    for (const deadline = Date.now() + 10 * 60_000; Date.now() < deadline; await pause(20)) {
      if (runningDemo(join(project, ".kezek"))?.ready) return (performance.now() - began) / 1000;
      if (isGone(npm.process)) break;
    }
    throw new Error(`The demo does not start:\n${npm.said()}`);
  } finally {
    await npm.stop();
  }
}

// What does not belong to a fresh copy, or is not needed to run it.
const left = new Set([".git", ".next", ".kezek", "node_modules", "tests", "docs", "coverage"]);

function copyProject(to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(projectFolder)) {
    if (!left.has(name) && !name.startsWith(".env"))
      cpSync(join(projectFolder, name), join(to, name), { recursive: true });
  }
  linkPackages(to);
}
