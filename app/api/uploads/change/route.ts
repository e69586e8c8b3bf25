import type { Actor } from "#lib/access/actor.ts";
import { moveAttachment, removeAttachment } from "#lib/documents/attachment-commands.ts";
import { attachmentsOfDraft } from "#lib/documents/attachment-views.ts";
import type { UploadCode } from "#lib/documents/upload-codes.ts";
import { fail, type Result } from "#lib/platform/result.ts";
import { answer, backTo, refusal, regionIdOf } from "../answer.ts";
import { readForm, textOf } from "../request.ts";
import { taken } from "../taken.ts";

/**
 * Removes a file or moves it a place: `region`, `attachment`, `change` (remove, up, down). Answers the files of the
 * draft that are left, or, for a form without JavaScript, leads back to the page `returnTo`.
 */
export async function POST(request: Request): Promise<Response> {
  return await taken(request, readForm, async (form, actor, now) => {
    const region = textOf(form, "region");
    const regionId = await regionIdOf(region);
    if (regionId === null) return refusal("not-yours");
    const wish = { regionId, id: textOf(form, "attachment"), change: textOf(form, "change") };
    const done = await change(actor, wish, now);

    const outcome = {
      code: done.ok ? ("changed" as const) : done.code,
      paper: textOf(form, "paper"),
    };
    const back = backTo(textOf(form, "returnTo"), region, outcome);
    if (back !== null) return back;
    if (!done.ok) return refusal(done.code);
    const left = await attachmentsOfDraft(actor, regionId, done.value.draftId);
    return left.ok ? answer({ attachments: left.value }) : refusal(left.code);
  });
}

async function change(
  actor: Actor,
  { regionId, id, change: what }: { regionId: number; id: string; change: string },
  now: Date,
): Promise<Result<{ readonly draftId: string }, UploadCode>> {
  if (what === "remove") return removeAttachment(actor, { regionId, id }, now);
  if (what === "up" || what === "down") return moveAttachment(actor, { regionId, id, by: what });
  return fail("malformed");
}
