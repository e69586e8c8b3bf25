import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

// `npm test`: every check, one after the other, and at the end what failed, once more and together, and how many passed.
// A part that fails does not keep the others from running. Names of parts as arguments run only these.

type Count = { readonly passed: number; readonly failed: number };
type Ended = { readonly code: number; readonly told: string };
type Part = { readonly name: string; readonly run: () => Promise<Count> };

const LONGEST_KEPT = 400_000;
const LONGEST_TELLING = 20_000;

const failures: { readonly part: string; readonly told: string }[] = [];
const scratch = mkdtempSync(join(tmpdir(), "kezek-checks-"));
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const parts: readonly Part[] = [
  check("format", ["oxfmt", "--check", "."]),
  check("lint", ["oxlint", "--deny-warnings"]),
  check("types", ["tsc", "--noEmit"]),
  tests("unit", ["unit", "architecture"]),
  tests("integration", ["integration", "access"]),
  tests("year", ["year"]),
  tests("e2e", ["e2e"]),
];

function check(name: string, command: readonly string[]): Part {
  return {
    name,
    run: async () => {
      const { code, told } = await execute(command);
      if (code !== 0) failures.push({ part: name, told: told.slice(-LONGEST_TELLING) });
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

function tests(name: string, projects: readonly string[]): Part {
  return {
    name,
    run: async () => {
      const report = join(scratch, `${name}.json`);
      const { code, told } = await execute([
        "vitest",
        "run",
        ...projects.flatMap((project) => ["--project", project]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ]);
      const count = countOf(report, code);
      if (count.failed > 0) failures.push({ part: name, told: failuresOf(told) });
      return count;
    },
  };
}

// A file that could not even be loaded, or an error outside of every test, is a failure that no test tells of.
function countOf(report: string, code: number): Count {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = reportSchema.parse(
      JSON.parse(readFileSync(report, "utf8")),
    );
    const broken = testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    const failed = numFailedTests + numPendingTests + broken.length;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

// Vitest tells of its failures after everything else, under a heading; where there is none, its last words must do.
function failuresOf(told: string): string {
  const plain = stripVTControlCharacters(told);
  const heading = /⎯+ (?:Failed (?:Tests|Suites)|Unhandled Errors?) /u.exec(plain);
  return heading === null
    ? plain.slice(-LONGEST_TELLING)
    : plain.slice(heading.index).slice(0, LONGEST_TELLING);
}

async function execute(command: readonly string[]): Promise<Ended> {
  const [program = "", ...args] = command;
  const child = spawn(join("node_modules", ".bin", program), args, {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  const keep = (from: Readable, to: Writable) =>
    from.setEncoding("utf8").on("data", (text: string) => {
      to.write(text);
      told = (told + text).slice(-LONGEST_KEPT);
    });
  keep(child.stdout, process.stdout);
  keep(child.stderr, process.stderr);
  const stop = () => child.kill("SIGTERM");
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const [code]: (number | null)[] = await once(child, "close");
  process.off("SIGINT", stop).off("SIGTERM", stop);
  return { code: code ?? 1, told };
}

const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
const lines: string[] = [];
for (const part of parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  process.stdout.write(`\n── ${part.name}\n`);
  const started = performance.now();
  const { passed, failed } = await part.run();
  const seconds = Math.round((performance.now() - started) / 1000);
  total.passed += passed;
  total.failed += failed;
  lines.push(
    `${failed === 0 ? "✓" : "✗"} ${part.name.padEnd(12)} ${passed} passed, ${failed} failed (${seconds} s)`,
  );
}
rmSync(scratch, { recursive: true, force: true });
for (const { part, told } of failures) {
  process.stdout.write(`\n── what failed in ${part}\n${told.trim()}\n`);
}
process.stdout.write(`\n${lines.join("\n")}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
