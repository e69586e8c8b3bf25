import { z } from "zod";
import { attachmentOfTicket, completeUpload } from "#lib/documents/uploads.ts";
import { answer, refusal } from "../answer.ts";
import { readJson } from "../request.ts";
import { taken } from "../taken.ts";

const readTicket = (request: Request) => readJson(request, z.strictObject({ ticket: z.uuid() }));

/** Takes over a file that the browser has posted to the storage: `{ticket}` → `{attachment}`. */
export async function POST(request: Request): Promise<Response> {
  return await taken(request, readTicket, async ({ ticket }, actor, now) => {
    const done = await completeUpload(actor, ticket, now);
    if (done.ok) return answer({ attachment: done.value }, 201);
    const known = done.code === "ticket-used" ? await attachmentOfTicket(actor, ticket) : null;
    return refusal(done.code, known ? { attachment: known } : {});
  });
}
