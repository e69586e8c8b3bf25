import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";
import { projectFolder } from "#lib/front/next-app.ts";

/** The processes of one installation, as `npm start` and `npm run worker` run them. */
export type Fleet = {
  readonly webs: readonly string[];
  readonly workers: readonly string[];
  /** The address of a web process that takes requests, each in its turn; waits while there is none. */
  address(): Promise<string>;
  /** SIGKILL to all of them at once, whatever they are doing; resolves when they are gone. Each is started again. */
  kill(names: readonly string[]): Promise<void>;
  /** How often each was killed. */
  readonly deaths: Readonly<Record<string, number>>;
  /** Those that ended without having been killed, and when (milliseconds of this machine). */
  readonly quitters: readonly { readonly at: number; readonly name: string }[];
  /** Resolves when every one of them runs. @throws Error with what was said by one that ended by itself */
  everybody(): Promise<void>;
  /** How often a worker said that a job was done, by the job. */
  readonly done: ReadonlyMap<string, number>;
  /** What they complained of: the lines of level `error` in their logs, and when (milliseconds of this machine). */
  readonly complaints: readonly { readonly at: number; readonly said: string }[];
  /** Ends them all. */
  end(): Promise<void>;
};

type Member = {
  readonly name: string;
  readonly program: string;
  child: ChildProcess;
  ready: Promise<void>;
  address: string | null;
};

// As it was before the tests told this process which database to look at.
const outside = { ...process.env };
const line = z.object({
  level: z.string(),
  message: z.string(),
  port: z.number().optional(),
  requestId: z.string().optional(),
});

export function startFleet(
  environment: Readonly<Record<string, string>>,
  size: { readonly webs: number; readonly workers: number },
): Fleet {
  const complaints: { readonly at: number; readonly said: string }[] = [];
  const quitters: { readonly at: number; readonly name: string }[] = [];
  const done = new Map<string, number>();
  const ended = { all: false };
  const deaths: Record<string, number> = {};

  const launch = (member: Pick<Member, "name" | "program">): Member => {
    const child = spawn(process.execPath, [member.program], {
      cwd: projectFolder,
      env: { ...outside, ...environment, NODE_ENV: "production" },
      // The channel ends them when this process is gone, however that happened.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const started: Member = { ...member, child, address: null, ready: Promise.resolve() };
    const said: string[] = [];
    started.ready = new Promise((resolve, reject) => {
      const hear = (text: string) => {
        said.push(text);
        const heard = line.safeParse(parsed(text));
        if (!heard.success) return;
        const { level, message, port, requestId } = heard.data;
        if (message === "Job done" && requestId !== undefined)
          done.set(requestId, (done.get(requestId) ?? 0) + 1);
        if (level === "error") complaints.push({ at: Date.now(), said: `${member.name}: ${text}` });
        if (port !== undefined) started.address = `http://127.0.0.1:${port}`;
        if (/^The (portal|worker) is ready$/u.test(message)) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) {
        if (stream) createInterface({ input: stream }).on("line", hear);
      }
      child.once("exit", (code, signal) => {
        started.address = null;
        // Killed before it was ready: the next one is waited for.
        if (signal === "SIGKILL") return resolve();
        quitters.push({ at: Date.now(), name: member.name });
        reject(new Error(`${member.name} ended with ${code ?? signal}:\n${said.join("\n")}`));
      });
    });
    // Whoever waits hears of it.
    started.ready.catch(() => undefined);
    return started;
  };

  const members = new Map<string, Member>();
  const name = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${kind} ${index + 1}`);
  const webs = name("web", size.webs);
  const workers = name("worker", size.workers);
  for (const each of webs) members.set(each, launch({ name: each, program: "lib/front/main.ts" }));
  for (const each of workers)
    members.set(each, launch({ name: each, program: "lib/worker/main.ts" }));

  const gone = async (member: Member) => {
    const { child } = member;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  };

  let turn = 0;
  const address = async (): Promise<string> => {
    for (;;) {
      if (ended.all) throw new Error("nobody of the fleet is left");
      const open = webs.flatMap((each) => members.get(each)?.address ?? []);
      turn += 1;
      const found = open[turn % Math.max(1, open.length)];
      if (found !== undefined) return found;
      await Promise.race(webs.map((each) => members.get(each)?.ready));
    }
  };

  const everybody = async () => {
    await Promise.all([...members.values()].map((member) => member.ready));
  };

  return {
    webs,
    workers,
    deaths,
    done,
    complaints,
    quitters,
    address,
    everybody,
    kill: async (names) => {
      await Promise.all(
        names.map(async (each) => {
          const member = members.get(each);
          if (member === undefined || ended.all) return;
          await gone(member);
          deaths[each] = (deaths[each] ?? 0) + 1;
          if (!ended.all) members.set(each, launch(member));
        }),
      );
    },
    end: async () => {
      ended.all = true;
      await Promise.all([...members.values()].map(gone));
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
