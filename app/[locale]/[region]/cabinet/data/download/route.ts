import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { isFromHere } from "#app/api/uploads/request.ts";
import { requestFacts } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { loadPortal } from "#app/_request/region.ts";
import { contentDisposition } from "#lib/documents/file-name.ts";
import { downloadMyData } from "#lib/sign-in/my-data.ts";

type Context = { readonly params: Promise<{ readonly locale: string; readonly region: string }> };

/** «Скачать архив»: a plain post, because it is counted and recorded; the answer is the archive, or the way back. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { locale, portal, root } = await loadPortal(await params);
  if (!isFromHere(request)) return new Response(null, { status: 403 });
  const { actor, now, requestId } = await requestFacts();
  const page = `${root}/cabinet/data`;
  const made = await downloadMyData(actor, { regionId: portal.id, locale, requestId }, now);
  if (!made.ok) {
    const until = made.code === "too-many" ? Math.ceil(made.detail.until.getTime() / 1000) : null;
    const way = signInPath({ locale, regionSlug: portal.slug }, page);
    return seeOther(until === null ? way : `${page}?until=${until}`);
  }
  const stream: NodeReadableStream<Uint8Array> = Readable.toWeb(Readable.from(made.value.bytes));
  return new Response(stream as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": made.value.mime,
      "content-disposition": contentDisposition("attachment", made.value.fileName),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
