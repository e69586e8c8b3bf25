import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

// `npm test`: every check, one after the other, and at the end how many passed. A part that fails does not keep the
// others from running. Names of parts as arguments run only these.

type Count = { readonly passed: number; readonly failed: number };
type Part = { readonly name: string; readonly run: () => Promise<Count> };

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
    run: async () =>
      (await execute(command)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
  };
}

function tests(name: string, projects: readonly string[]): Part {
  return {
    name,
    run: async () => {
      const report = join(scratch, `${name}.json`);
      const code = await execute([
        "vitest",
        "run",
        ...projects.flatMap((project) => ["--project", project]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ]);
      return countOf(report, code);
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

async function execute(command: readonly string[]): Promise<number> {
  const [program = "", ...args] = command;
  const child = spawn(join("node_modules", ".bin", program), args, { stdio: "inherit" });
  const stop = () => child.kill("SIGTERM");
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const [code]: (number | null)[] = await once(child, "close");
  process.off("SIGINT", stop).off("SIGTERM", stop);
  return code ?? 1;
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
process.stdout.write(`\n${lines.join("\n")}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
