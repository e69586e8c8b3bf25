import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const project = fileURLToPath(new URL("../../", import.meta.url));
const record = join(project, ".next", "kezek-build.json");
const recordSchema = z.object({ sources: z.string(), actionsKey: z.string() });

export type Build = {
  /** The key that server actions were built with: they must run with the same one. */
  readonly actionsKey: string;
};

/** The build of these very sources, or undefined when it has to be made. */
export function currentBuild(): Build | undefined {
  if (!existsSync(record) || !existsSync(join(project, ".next", "BUILD_ID"))) return undefined;
  const kept = recordSchema.safeParse(parseJson(readFileSync(record, "utf8")));
  return kept.success && kept.data.sources === sourcesHash() ? kept.data : undefined;
}

/** Makes the production build. @throws Error with the last lines of what the build said */
export async function makeBuild(): Promise<Build> {
  const sources = sourcesHash();
  const actionsKey =
    process.env["NEXT_SERVER_ACTIONS_ENCRYPTION_KEY"] || randomBytes(32).toString("base64");
  const patience = Date.now() + 5 * 60_000;
  for (;;) {
    const { ok, said } = await runBuild(actionsKey);
    if (ok) {
      writeFileSync(record, JSON.stringify({ sources, actionsKey }));
      return { actionsKey };
    }
    // Somebody builds in another window, or a build that was killed is still on its way out.
    if (!said.includes("Another next build process") || Date.now() > patience) {
      throw new Error(`The build failed:\n${said.split("\n").slice(-60).join("\n")}`);
    }
    await pause(1_000);
  }
}

async function runBuild(actionsKey: string): Promise<{ ok: boolean; said: string }> {
  const child = spawn(process.execPath, [join(project, "lib/demo/build-process.ts")], {
    cwd: project,
    detached: true,
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code]: (number | null)[] = await once(child, "close");
  return { ok: code === 0, said };
}

// What a build is made of; tests and papers are not.
const sourcePatterns = [
  "{app,lib,db,public}/**/*",
  "{proxy,instrumentation,next.config}.ts",
  "{package,package-lock,tsconfig}.json",
  "postcss.config.mjs",
];

function sourcesHash(): string {
  const hash = createHash("sha256").update(process.versions.node);
  for (const entry of globSync(sourcePatterns, { cwd: project, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .toSorted()) {
    hash.update(entry.slice(project.length)).update("\0").update(readFileSync(entry)).update("\0");
  }
  return hash.digest("hex");
}

// A build that was killed while writing leaves half a file.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
