import { requestFacts } from "#app/_request/action.ts";
import { fileAnswer } from "#app/api/documents/file-answer.ts";
import { answer, refusal, regionIdOf } from "#app/api/uploads/answer.ts";
import { openReceiptOfPaper } from "#lib/transparency/open-receipt.ts";

type Context = { readonly params: Promise<{ readonly region: string; readonly token: string }> };

/** The public log's receipt for whoever holds the paper, by the token printed on it. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { region, token } = await params;
  const regionId = await regionIdOf(region);
  if (regionId === null) return refusal("not-yours");
  const { address, now } = await requestFacts();
  const opened = await openReceiptOfPaper({ regionId, token, address }, now);
  if (!opened.ok) {
    if (opened.code !== "too-often") return answer({ code: opened.code }, 404);
    const refused = answer({ code: opened.code }, 429);
    refused.headers.set("retry-after", String(opened.detail.retryAfterSeconds));
    return refused;
  }
  const { text, mime, fileName } = opened.value;
  const bytes = new TextEncoder().encode(text);
  return fileAnswer(bytes, { mime, fileName, size: bytes.byteLength });
}
