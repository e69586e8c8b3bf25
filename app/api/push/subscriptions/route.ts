import { z } from "zod";

import { requestFacts } from "#app/_request/action.ts";
import { subscribe, unsubscribe } from "#lib/notifications/push-subscriptions.ts";
import { isFromHere, readJson } from "../../uploads/request.ts";

export const dynamic = "force-dynamic";

/** A body larger than this is no subscription. */
const largest = 4_096;

const statuses = {
  "signed-out": 401,
  "too-light": 403,
  "on-hold": 403,
  "not-yours": 404,
  "not-offered": 404,
  malformed: 400,
  "not-allowed": 422,
} as const;

/** `PushSubscription.toJSON()` of this browser with the language of its texts: from now on it is told. */
export async function POST(request: Request): Promise<Response> {
  const read = await bodyOf(request, z.unknown());
  if (read instanceof Response) return read;
  const { actor, device, now } = await requestFacts();
  const done = await subscribe(actor, read, device, now);
  return done.ok ? answer(201) : answer(statuses[done.code], done.code);
}

/** `{"endpoint"}`: this browser is told no more. */
export async function DELETE(request: Request): Promise<Response> {
  const read = await bodyOf(request, z.strictObject({ endpoint: z.string().max(1_000) }));
  if (read instanceof Response) return read;
  const { actor } = await requestFacts();
  const done = await unsubscribe(actor, read);
  return done.ok ? answer(204) : answer(statuses[done.code], done.code);
}

async function bodyOf<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<z.output<S> | Response> {
  if (!isFromHere(request)) return answer(403, "foreign-origin");
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    return answer(415, "not-json");
  }
  if (Number(request.headers.get("content-length") ?? 0) > largest) return answer(413, "too-large");
  const read = await readJson(request, schema);
  return read.ok ? read.value : answer(400, "malformed");
}

function answer(status: number, code?: string): Response {
  const headers = { "cache-control": "no-store" };
  return code === undefined
    ? new Response(null, { status, headers })
    : Response.json({ code }, { status, headers });
}
