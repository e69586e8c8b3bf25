import { getActor } from "#app/_request/actor.ts";
import { fileAnswer } from "#app/api/documents/file-answer.ts";
import { refusal, regionIdOf } from "#app/api/uploads/answer.ts";
import { openIssued } from "#lib/documents/issued-views.ts";

type Context = { readonly params: Promise<{ readonly region: string; readonly id: string }> };

/** The PDF of one's own document. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { region, id } = await params;
  const actor = await getActor();
  if (actor.kind !== "person") return refusal("signed-out");
  const regionId = await regionIdOf(region);
  if (regionId === null) return refusal("not-yours");
  const opened = await openIssued(actor, regionId, id);
  if (!opened.ok) return refusal(opened.code);
  const { bytes, mime, fileName } = opened.value;
  return fileAnswer(new Uint8Array(bytes), { mime, fileName, size: bytes.byteLength });
}
