import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Work, WorkKind, WorkOrder, WorkReply } from "./verifier-work.ts";

export type PoolOptions = {
  /** At most so many threads; each begins when the others are busy. */
  readonly threads?: number;
  /** Milliseconds after which a thread counts as stuck. More than all its waiting for the network together. */
  readonly timeout?: number;
  /** Orders that may wait for one thread before the portal says that it is busy. */
  readonly maxWaiting?: number;
  /** Begins a thread; of another program in tests. */
  readonly begin?: () => Worker;
};

/** The detail is for logs: busy, stuck, gone or the thread's own error. */
export type PoolResult<T> = Result<T, "verifier-unavailable", string>;

export type VerifierPool = {
  run<Kind extends WorkKind>(
    kind: Kind,
    order: Work[Kind]["order"],
  ): Promise<PoolResult<Work[Kind]["outcome"]>>;
  /** Ends the threads; what they were doing is answered with «gone». A later order begins anew. */
  close(): Promise<void>;
};

type Waiting = (result: PoolResult<Work[WorkKind]["outcome"]>) => void;
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting> };

/**
 * The path stands here whole, behind the mark, because Next's bundler must not take the program for one of its modules:
 * threads run it from source, as the worker does. From a variable it would take every file of the project for it.
 */
function beginThread(): Worker {
  const program = join(/* turbopackIgnore: true */ process.cwd(), "lib/eds/verifier-thread.ts");
  return new Worker(program, { execArgv: [] });
}

/**
 * Threads for the arithmetic of signatures, begun when there is something to do. They never keep the process alive on
 * their own. A thread that fails or is stuck is replaced, and what it was doing is answered as «verifier-unavailable».
 */
export function verifierPool(options: PoolOptions = {}): VerifierPool {
  const most = options.threads ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  const { timeout = 60_000, maxWaiting = 100 } = options;
  const threads = new Set<Thread>();
  let lastId = 0;

  const begin = (): Thread => {
    const thread: Thread = {
      worker: (options.begin ?? beginThread)(),
      waiting: new Map(),
    };
    thread.worker.on("message", (reply: WorkReply) => {
      const answer = reply.ok ? ok(reply.outcome) : fail("verifier-unavailable", reply.error);
      settle(thread, reply.id, answer);
    });
    thread.worker.on("error", (error) => end(thread, String(error)));
    thread.worker.on("exit", () => end(thread, "gone"));
    threads.add(thread);
    return thread;
  };

  const settle = (
    thread: Thread,
    id: number,
    result: PoolResult<Work[WorkKind]["outcome"]>,
  ): void => {
    const resolve = thread.waiting.get(id);
    thread.waiting.delete(id);
    if (thread.waiting.size === 0) thread.worker.unref();
    resolve?.(result);
  };

  const end = (thread: Thread, reason: string): void => {
    threads.delete(thread);
    for (const id of thread.waiting.keys()) {
      settle(thread, id, fail("verifier-unavailable", reason));
    }
  };

  const free = (): Thread => {
    const [least] = [...threads].toSorted((a, b) => a.waiting.size - b.waiting.size);
    const busy = least === undefined || least.waiting.size > 0;
    return busy && threads.size < most ? begin() : (least ?? begin());
  };

  return {
    run: async <Kind extends WorkKind>(kind: Kind, order: Work[Kind]["order"]) => {
      const thread = free();
      if (thread.waiting.size >= maxWaiting) return fail("verifier-unavailable", "busy");
      lastId += 1;
      const id = lastId;
      const stuck = setTimeout(() => {
        end(thread, "stuck");
        void thread.worker.terminate();
      }, timeout);
      thread.worker.ref();
      const result = await new Promise<PoolResult<Work[WorkKind]["outcome"]>>((resolve) => {
        thread.waiting.set(id, resolve);
        thread.worker.postMessage({ id, kind, order } as WorkOrder);
      });
      clearTimeout(stuck);
      return result as PoolResult<Work[Kind]["outcome"]>;
    },
    close: async () => {
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
    },
  };
}
