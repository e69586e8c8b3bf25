import { parentPort, workerData } from "node:worker_threads";
import type { FileTask } from "./off-thread.ts";

// A thread for one file. It says «ready» first: what breaks before that is our fault, what breaks after it the file's.
const { kind, bytes } = workerData as FileTask;

if (kind === "pdf") {
  const { inspectPdf } = await import("./pdf-verdict.ts");
  parentPort?.postMessage({ ready: true });
  parentPort?.postMessage({ answer: inspectPdf(bytes) });
} else {
  const { unpackHeic } = await import("./heic.ts");
  parentPort?.postMessage({ ready: true });
  const answer = await unpackHeic(bytes);
  parentPort?.postMessage({ answer }, answer.ok ? [answer.value.data.buffer] : []);
}
