import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { log } from "#lib/platform/log.ts";
import { fail, type Result } from "#lib/platform/result.ts";
import type { Pixels } from "./heic.ts";
import type { PdfRefusal } from "./pdf-verdict.ts";

export type FileTask = { readonly kind: "pdf" | "heic"; readonly bytes: Uint8Array };

type PdfAnswer = Result<{ readonly pages: number }, PdfRefusal>;
type HeicAnswer = Result<Pixels, "file-heic" | "file-pixels">;
type Message<Answer> = { readonly ready: true } | { readonly answer: Answer };

/** A file that needs longer than this is made to need longer. Ten megabytes of honest PDF take a fraction of a second. */
export type ThreadLimits = { readonly milliseconds: number; readonly megabytes: number };
const limits: ThreadLimits = { milliseconds: 20_000, megabytes: 256 };

/** See `inspectPdf`; away from the thread that serves pages. A file that exhausts time or memory is damaged. */
export function inspectPdfAside(bytes: Uint8Array, within = limits): Promise<PdfAnswer> {
  return aside<PdfAnswer>({ kind: "pdf", bytes }, fail("file-damaged"), within);
}

/** See `unpackHeic`; away from the thread that serves pages. */
export function unpackHeicAside(bytes: Uint8Array, within = limits): Promise<HeicAnswer> {
  return aside<HeicAnswer>({ kind: "heic", bytes }, fail("file-heic"), within);
}

/**
 * One thread for one file, gone with it: whatever a file does to it, the next begins afresh. It sees nothing of the
 * environment and may use so much memory and time.
 */
function aside<Answer>(
  task: FileTask,
  broken: Answer,
  { milliseconds, megabytes }: ThreadLimits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Next's bundler must not follow the path: Node itself runs the file as it stands.
    const file = join(/* turbopackIgnore: true */ process.cwd(), "lib/storage/file-thread.ts");
    const thread = new Worker(file, {
      workerData: task,
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    });
    let ready = false;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      thread.removeAllListeners();
      // What a killed thread still has to say is of no interest, but must not be thrown.
      thread.on("error", () => undefined);
      void thread.terminate();
      settle();
    };
    const giveUp = (reason: string) => {
      log.warn("file broke its reader", { kind: task.kind, reason, size: task.bytes.byteLength });
      end(() => resolve(broken));
    };
    const timer = setTimeout(() => giveUp("time"), milliseconds);
    thread.on("message", (message: Message<Answer>) => {
      if ("ready" in message) ready = true;
      else end(() => resolve(message.answer));
    });
    thread.on("error", (error: unknown) => {
      if (ready || isOutOfMemory(error)) giveUp(error instanceof Error ? error.name : "unknown");
      else end(() => reject(error));
    });
    thread.on("exit", (code) => {
      if (ready) giveUp(`exit ${code}`);
      else end(() => reject(new Error(`the file thread did not start (${code})`)));
    });
  });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
