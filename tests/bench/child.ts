import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";

/** Servers run on the first core and whoever asks them on the last, where the machine lets us say so. */
export const serverCore = "0";
export const clientCore = String(availableParallelism() - 1);
export const everyCore = `0-${clientCore}`;

/** Keeps a running process and all its threads on these cores. Without taskset, as on macOS, it stays where it is. */
export function pin(pid: number, cores: string): boolean {
  return spawnSync("taskset", ["-acp", cores, String(pid)], { stdio: "ignore" }).status === 0;
}

// What this process was given, before it was told which database to look at; and nothing of the npm that runs it, which
// would answer for another npm's project.
const outside = { ...process.env };
for (const name of Object.keys(outside)) {
  if (/^(npm_|INIT_CWD$|NODE_ENV$)/.test(name)) Reflect.deleteProperty(outside, name);
}

export type Child = {
  readonly process: ChildProcess;
  readonly said: () => string;
  stop(): Promise<void>;
};

/** Starts a program of Node in a process group of its own, so that its children end with it. */
export function start(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Child {
  return startProgram(process.execPath, args, options);
}

export function startProgram(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Child {
  const child = spawn(program, args, {
    cwd,
    env: { ...outside, NEXT_TELEMETRY_DISABLED: "1", ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return { process: child, said: () => output, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || isGone(child)) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const patience = setTimeout(() => killGroup(child.pid), 20_000);
  await gone;
  clearTimeout(patience);
  killGroup(child.pid);
}

function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody of the group is left.
  }
}

export function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Waits for a program to finish its work. @throws Error with what it said when it failed */
export async function finished(child: Child): Promise<void> {
  if (!isGone(child.process)) await once(child.process, "exit");
  if (child.process.exitCode !== 0) throw new Error(`It failed:\n${child.said()}`);
}

/** Waits until a server takes connections. @throws Error with what it said when it ended instead */
export async function listening(child: Child, port: number): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(20)) {
    if (isGone(child.process)) break;
    if (await takesConnections(port)) return;
  }
  throw new Error(`It does not listen on ${port}:\n${child.said()}`);
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = new Socket();
  try {
    socket.connect(port, "127.0.0.1");
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
