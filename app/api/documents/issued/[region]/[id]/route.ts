import { fileAnswer } from "#app/api/documents/file-answer.ts";
import { ownFile } from "#app/api/documents/own-file.ts";
import { refusal } from "#app/api/uploads/answer.ts";
import { openIssued } from "#lib/documents/issued-views.ts";

type Context = { readonly params: Promise<{ readonly region: string; readonly id: string }> };

/** The PDF of one's own document. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { region, id } = await params;
  return await ownFile(region, async (actor, regionId) => {
    const opened = await openIssued(actor, regionId, id);
    if (!opened.ok) return refusal(opened.code);
    const { bytes, mime, fileName } = opened.value;
    return fileAnswer(new Uint8Array(bytes), { mime, fileName, size: bytes.byteLength });
  });
}
