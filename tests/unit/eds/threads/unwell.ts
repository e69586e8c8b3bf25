import { parentPort } from "node:worker_threads";
import type { WorkOrder } from "#lib/eds/verifier-work.ts";

// A verifier's thread that is not well, in the way that the certificate of a «look» says. For tests.
parentPort?.on("message", (work: WorkOrder) => {
  const how = work.kind === "look" ? Buffer.from(work.order.certificate).toString() : "";
  if (how === "exit") process.exit(1);
  if (how === "throw") throw new Error("the thread failed");
  if (how === "loop") for (;;);
  if (how === "refuse") parentPort?.postMessage({ id: work.id, ok: false, error: "a bug" });
});
