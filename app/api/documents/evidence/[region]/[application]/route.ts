import { currentInstant } from "#db/demo-clock.ts";
import { fileAnswer } from "#app/api/documents/file-answer.ts";
import { ownFile } from "#app/api/documents/own-file.ts";
import { refusal } from "#app/api/uploads/answer.ts";
import { openEvidence } from "#lib/documents/evidence-package.ts";
import { requestContext } from "#lib/platform/request-context.ts";

type Context = {
  readonly params: Promise<{ readonly region: string; readonly application: string }>;
};

/** The evidence of the signature of one's own application, by its number or id. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { region, application } = await params;
  return await ownFile(region, async (actor, regionId) => {
    const place = { regionId, which: application, traceId: requestContext()?.requestId ?? null };
    const opened = await openEvidence(actor, place, await currentInstant());
    if (!opened.ok) return refusal(opened.code);
    const { bytes, mime, fileName } = opened.value;
    return fileAnswer(bytes, { mime, fileName, size: bytes.byteLength });
  });
}
