import { basename } from "node:path";
import { runningProcess } from "#lib/platform/process-table.ts";

/**
 * Calls `then` when npm, which started us, is killed: npm passes no signal on in that case, and a demo that nobody can
 * stop with Ctrl-C any more would stay. Between npm and us there may be a shell.
 */
export function whenNpmIsGone(then: () => void): void {
  if (!process.env["npm_lifecycle_event"]) return;
  const ancestors = [process.ppid];
  const shell = runningProcess(process.ppid);
  if (shell && ["sh", "dash", "bash"].includes(basename(shell.command[0] ?? "")))
    ancestors.push(shell.parent);
  const known = ancestors.map((pid) => runningProcess(pid)?.startedAt);
  const timer = setInterval(() => {
    if (ancestors.every((pid, i) => runningProcess(pid)?.startedAt === known[i])) return;
    clearInterval(timer);
    then();
  }, 1_000);
  timer.unref();
}
