import { stripVTControlCharacters } from "node:util";
import { maskText, maskValue } from "./masking.ts";
import { requestContext } from "./request-context.ts";

type Fields = Readonly<Record<string, unknown>>;
type Level = "debug" | "info" | "warn" | "error";

/** One JSON line on stdout: time (UTC), level, message, request id and fields, personal data masked. */
function write(level: Level, message: string, fields: Fields = {}): void {
  const line = {
    time: new Date().toISOString(),
    level,
    message: maskText(message),
    requestId: requestContext()?.requestId,
    ...(maskValue(fields) as Fields),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The log. Fields are values, never whole rows or forms: masking is the last belt, not a licence. */
export const log = {
  debug: (message: string, fields?: Fields) => write("debug", message, fields),
  info: (message: string, fields?: Fields) => write("info", message, fields),
  warn: (message: string, fields?: Fields) => write("warn", message, fields),
  error: (message: string, fields?: Fields) => write("error", message, fields),
};

/**
 * Sends what libraries write to the console through the log, so that every line of the process is JSON and masked.
 */
export function takeOverConsole(): void {
  const through =
    (level: Level) =>
    (...parts: unknown[]) => {
      const texts = parts.filter((part) => typeof part === "string");
      const others = parts.filter((part) => typeof part !== "string");
      const message = stripVTControlCharacters(texts.join(" ")).trim();
      if (message || others.length > 0)
        write(level, message || "console", others.length > 0 ? { details: others } : {});
    };
  console.log = through("info");
  console.info = through("info");
  console.debug = through("debug");
  console.warn = through("warn");
  console.error = through("error");
}
