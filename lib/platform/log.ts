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
