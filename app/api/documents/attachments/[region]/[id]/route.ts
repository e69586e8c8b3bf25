import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { fileAnswer } from "#app/api/documents/file-answer.ts";
import { ownFile } from "#app/api/documents/own-file.ts";
import { refusal } from "#app/api/uploads/answer.ts";
import { openAttachment } from "#lib/documents/attachment-views.ts";

type Context = { readonly params: Promise<{ readonly region: string; readonly id: string }> };

/** One's own attached file; `?variant=preview` its small picture. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { region, id } = await params;
  return await ownFile(region, async (actor, regionId) => {
    const wanted = new URL(request.url).searchParams.get("variant");
    const variant = wanted === "preview" ? "preview" : "original";
    const opened = await openAttachment(actor, regionId, id, variant);
    if (!opened.ok) return refusal(opened.code);
    const stream: NodeReadableStream<Uint8Array> = Readable.toWeb(opened.value.stream);
    return fileAnswer(stream as ReadableStream<Uint8Array>, opened.value);
  });
}
