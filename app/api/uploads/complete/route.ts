import { z } from "zod";
import { requestFacts } from "#app/_request/action.ts";
import { attachmentOfTicket, completeUpload } from "#lib/documents/uploads.ts";
import { answer, refusal } from "../answer.ts";
import { isFromHere, readJson } from "../request.ts";

/** Takes over a file that the browser has posted to the storage: `{ticket}` → `{attachment}`. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromHere(request)) return refusal("foreign-origin");
  const { actor, now } = await requestFacts();
  if (actor.kind !== "person") return refusal("signed-out");
  const body = await readJson(request, z.strictObject({ ticket: z.uuid() }));
  if (!body.ok) return refusal(body.code);
  const done = await completeUpload(actor, body.value.ticket, now);
  if (done.ok) return answer({ attachment: done.value }, 201);
  const known =
    done.code === "ticket-used" ? await attachmentOfTicket(actor, body.value.ticket) : null;
  return refusal(done.code, known ? { attachment: known } : {});
}
