import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

export type RunningProcess = {
  readonly pid: number;
  readonly parent: number;
  /** The command line, one argument each on Linux, one string elsewhere. */
  readonly command: readonly string[];
  /** Tells a process from a later one with the same number. */
  readonly startedAt: string;
};

/**
 * What runs under a process number, or undefined when nothing does. A zombie counts as nothing: it answers to
 * `kill -0` until its parent reaps it, which some containers never do.
 */
export function runningProcess(pid: number): RunningProcess | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return existsSync("/proc/self/stat") ? fromProc(pid) : fromPs(pid);
}

/** Whether the process that once described itself as `startedAt` still runs under `pid`. */
export function stillRuns(pid: number, startedAt: string): boolean {
  return runningProcess(pid)?.startedAt === startedAt;
}

function fromProc(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may itself hold brackets and spaces: the fields begin after the last one (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
    return { pid, parent: Number(fields[1]), command, startedAt: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): RunningProcess | undefined {
  const ps = spawnSync("ps", ["-o", "stat=,ppid=,lstart=,command=", "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const match = /^(\S+)\s+(\d+)\s+(\w+ +\w+ +\d+ +[\d:]+ +\d+)\s+(.*)$/.exec(ps.stdout.trim());
  if (!match || match[1]?.startsWith("Z")) return undefined;
  return { pid, parent: Number(match[2]), startedAt: match[3] ?? "", command: [match[4] ?? ""] };
}
