import { fileAnswer } from "#app/api/documents/file-answer.ts";
import { ownFile } from "#app/api/documents/own-file.ts";
import { answer, refusal } from "#app/api/uploads/answer.ts";
import { openReceipt } from "#lib/transparency/open-receipt.ts";

type Context = {
  readonly params: Promise<{ readonly region: string; readonly application: string }>;
};

/** The public log's receipt of one's own application, by its number. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { region, application } = await params;
  return await ownFile(region, async (actor, regionId) => {
    const opened = await openReceipt(actor, regionId, application);
    if (!opened.ok) {
      return opened.code === "not-logged"
        ? answer({ code: opened.code }, 404)
        : refusal(opened.code);
    }
    const { text, mime, fileName } = opened.value;
    const bytes = new TextEncoder().encode(text);
    return fileAnswer(bytes, { mime, fileName, size: bytes.byteLength });
  });
}
