import type { z } from "zod";
import { env } from "#lib/platform/env.ts";

/** These addresses do not exist in production: not forbidden, absent. */
function isDemo(): boolean {
  return env().APP_ENV !== "production";
}

/** Answers in the demo and in tests; 404 elsewhere. */
export async function demoOnly(answer: () => Promise<object> | object): Promise<Response> {
  if (!isDemo()) return json({ code: "not-found" }, 404);
  const made = await answer();
  return made instanceof Response ? made : json(made, 200);
}

// `+1d`, `cancel`, `2027-01-01T00:00:00Z`, as one types it at a prompt: the same as in quotation marks.
const bareWords = /^[+\-\w][\w+\-:. ]*$/;

/** The body of a request by its schema; otherwise the refusal: 400 for what is no JSON, 422 for what it says. */
export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<z.output<S> | Response> {
  const text = (await request.text()).trim();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    if (!bareWords.test(text)) return refuse("malformed", 400);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  return json({ code: "not-understood", where }, 422);
}

export function refuse(code: string, status: number): Response {
  return json({ code }, status);
}

function json(body: object, status: number): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
