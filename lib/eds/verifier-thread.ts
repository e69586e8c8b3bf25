import { parentPort } from "node:worker_threads";
import { doWork, type WorkOrder, type WorkReply } from "./verifier-work.ts";

// The program of a verifier's thread: GOST arithmetic takes tens of milliseconds a signature, and the thread that
// serves pages must not stand still for them.

const port = parentPort;
port?.on("message", (work: WorkOrder) => {
  doWork(work).then(
    (outcome) => port.postMessage({ id: work.id, ok: true, outcome } satisfies WorkReply),
    (error: unknown) => {
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      port.postMessage({ id: work.id, ok: false, error: words } satisfies WorkReply);
    },
  );
});
