import { currentInstant } from "#db/demo-clock.ts";
import { getActor } from "#app/_request/actor.ts";
import { fileAnswer } from "#app/api/documents/file-answer.ts";
import { refusal, regionIdOf } from "#app/api/uploads/answer.ts";
import { openEvidence } from "#lib/documents/evidence-package.ts";
import { requestContext } from "#lib/platform/request-context.ts";

type Context = {
  readonly params: Promise<{ readonly region: string; readonly application: string }>;
};

/** The evidence of the signature of one's own application, by its number or id. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { region, application } = await params;
  const actor = await getActor();
  if (actor.kind !== "person") return refusal("signed-out");
  const regionId = await regionIdOf(region);
  if (regionId === null) return refusal("not-yours");
  const place = { regionId, which: application, traceId: requestContext()?.requestId ?? null };
  const opened = await openEvidence(actor, place, await currentInstant());
  if (!opened.ok) return refusal(opened.code);
  const { bytes, mime, fileName } = opened.value;
  return fileAnswer(bytes, { mime, fileName, size: bytes.byteLength });
}
