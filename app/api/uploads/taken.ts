import { requestFacts } from "#app/_request/action.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import type { UploadCode } from "#lib/documents/upload-codes.ts";
import type { Result } from "#lib/platform/result.ts";
import { refusal } from "./answer.ts";
import { isFromHere } from "./request.ts";

/** A post about a family's files: from a page of this portal, by somebody signed in, and only then read. */
export async function taken<Body>(
  request: Request,
  read: (request: Request) => Promise<Result<Body, UploadCode>>,
  take: (body: Body, actor: PersonActor, now: Date) => Promise<Response>,
): Promise<Response> {
  if (!isFromHere(request)) return refusal("foreign-origin");
  const { actor, now } = await requestFacts();
  if (actor.kind !== "person") return refusal("signed-out");
  const body = await read(request);
  return body.ok ? await take(body.value, actor, now) : refusal(body.code);
}
