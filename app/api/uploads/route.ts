import type { AttachmentView } from "#lib/documents/attachment-views.ts";
import type { UploadCode } from "#lib/documents/upload-codes.ts";
import { openTicket } from "#lib/documents/upload-tickets.ts";
import { attachmentOfTicket, receiveUpload } from "#lib/documents/uploads.ts";
import { fail, type Result } from "#lib/platform/result.ts";
import type { Actor } from "#lib/access/actor.ts";
import { answer, backTo, refusal, regionIdOf } from "./answer.ts";
import { readForm, textOf } from "./request.ts";
import { taken } from "./taken.ts";

/**
 * A file, in a form. With a `ticket` it is the second half of an upload by script and answers JSON; with `region`,
 * `draft` and `paper` it is a form without JavaScript, and leads back to the page `returnTo`.
 */
export async function POST(request: Request): Promise<Response> {
  return await taken(request, readForm, async (form, actor, now) => {
    const ticket = textOf(form, "ticket");
    const file = form.get("file");
    if (!(file instanceof File)) return refusal("malformed");
    if (ticket === "") return fromPlainForm(actor, form, file, now);

    const said = { draft: textOf(form, "draft"), paper: textOf(form, "paper") };
    const done = await receiveUpload(actor, ticket, await bytesOf(file), now, said);
    if (done.ok) return answer({ attachment: done.value }, 201);
    const known = done.code === "ticket-used" ? await attachmentOfTicket(actor, ticket) : null;
    return refusal(done.code, known ? { attachment: known } : {});
  });
}

async function fromPlainForm(
  actor: Actor,
  form: FormData,
  file: File,
  now: Date,
): Promise<Response> {
  const region = textOf(form, "region");
  const paper = textOf(form, "paper");
  const done = await takePlain(actor, { region, paper, draft: textOf(form, "draft") }, file, now);
  const outcome = { code: done.ok ? ("taken" as const) : done.code, paper };
  const back = backTo(textOf(form, "returnTo"), region, outcome);
  if (back !== null) return back;
  return done.ok ? answer({ attachment: done.value }, 201) : refusal(done.code);
}

async function takePlain(
  actor: Actor,
  where: { readonly region: string; readonly draft: string; readonly paper: string },
  file: File,
  now: Date,
): Promise<Result<AttachmentView, UploadCode>> {
  const regionId = await regionIdOf(where.region);
  if (regionId === null) return fail("not-yours");
  const wish = { regionId, draftId: where.draft, paper: where.paper, fileName: file.name };
  const ticket = await openTicket(actor, { ...wish, size: file.size }, now);
  if (!ticket.ok) return ticket;
  return receiveUpload(actor, ticket.value.id, await bytesOf(file), now);
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
