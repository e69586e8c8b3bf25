import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import people from "#db/demo/people.json" with { type: "json" };
import { startDemo } from "./launcher.ts";
import { whenNpmIsGone } from "./npm-parent.ts";
import { say } from "./progress.ts";
import { demoFolder, runningDemo } from "./running.ts";
import { isDemoSize } from "./size.ts";
import { endStrayWeb } from "./web.ts";

// `npm run demo`: the whole portal on this computer, from nothing.

const usage = `npm run demo                 start the whole portal with demo data
npm run demo -- --reset      start over with fresh data
npm run demo -- --size full  with a region of 30,000 children and two years of its history
PORT=3100 npm run demo       another port than 3000`;

const ends: (() => Promise<void>)[] = [];
let ending: Promise<void> | undefined;

/** Ends what runs, the last part first, and exits. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    const patience = setTimeout(() => process.exit(1), 30_000);
    for (const part of ends.toReversed()) {
      try {
        await part();
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
    clearTimeout(patience);
    process.exit(code);
  })();
  return ending;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) {
    process.stderr.write(`${usage}\n`);
    process.exit(2);
  }
  const other = runningDemo(options.folder);
  if (other) {
    say(
      `The demo already runs at ${other.address} (process ${other.pid}). Stop it there with Ctrl-C first.`,
    );
    process.exit(1);
  }
  await endStrayWeb(options.folder);
  if (!(await portIsFree(options.port))) {
    say(
      `Port ${options.port} is taken by another program: choose another one, e.g. PORT=${options.port + 100} npm run demo`,
    );
    process.exit(1);
  }

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!ending) say("\nStopping…");
      void end(0);
    });
  }
  whenNpmIsGone(() => void end(1));

  say("Kezek: the queue to kindergarten. Starting the demo.");
  const started = performance.now();
  try {
    await startDemo(options, (part) => ends.push(part));
  } catch (error) {
    if (ending) return ending;
    process.stderr.write(
      `\nThe demo does not start. ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return end(1);
  }
  greet(options.port, options.folder, (performance.now() - started) / 1000);
  return undefined;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        reset: { type: "boolean", default: false },
        size: { type: "string" },
      },
    });
    const port = Number(process.env["PORT"] || 3000);
    const size = values.size ?? (process.env["KEZEK_DEMO_SIZE"] || undefined);
    if (
      (size !== undefined && !isDemoSize(size)) ||
      !Number.isInteger(port) ||
      port < 1 ||
      port > 65_535
    ) {
      return undefined;
    }
    return {
      ...values,
      size,
      port,
      folder: demoFolder(),
      test: process.env["APP_ENV"] === "test",
    };
  } catch {
    return undefined;
  }
}

function greet(port: number, folder: string, seconds: number): void {
  const address = `http://localhost:${port}`;
  say(`\nReady in ${seconds.toFixed(1)} s.\n`);
  say(`  The portal     ${address}`);
  say(`  The demo page  ${address}/demo  (people, messages, clock, what the emulator answers)`);
  say(
    "\n  Sign in with «ЭЦП»: the emulator of NCALayer signs as whom you choose on the demo page, e.g.",
  );
  for (const adult of people.adults.slice(0, 4)) {
    const name = [adult.surname, adult.givenName, adult.patronymic].filter(Boolean).join(" ");
    say(`    ${adult.iin}  ${name}`);
  }
  say(`\n  Data and log lie in ${folder}. Ctrl-C stops everything.`);
}

async function portIsFree(port: number): Promise<boolean> {
  // A server that was just killed may need a moment to let go.
  for (let tries = 0; tries < 10; tries += 1) {
    const server = createServer();
    try {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      return true;
    } catch {
      await pause(100);
    } finally {
      server.close();
    }
  }
  return false;
}

await main();
