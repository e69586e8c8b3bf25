import { z } from "zod";
import { portalOrigin } from "#app/_request/action.ts";
import type { UploadCode } from "#lib/documents/upload-codes.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";

// The largest request that is read at all. What one file may weigh says its ticket, out of the region's rules.
const largestRequest = 26_000_000;

/**
 * Whether a form of this portal sent the request. The session's cookie comes along with anybody's form; Origin cannot
 * be forged by a page, and every browser sends it with a POST. The host of the request is taken too, as Next does for
 * its actions: the demo is reached by more than one name.
 */
export function isFromHere(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  const portal = new URL(portalOrigin());
  // A page of the same name without TLS may be anybody's who sits on the line.
  if (protocol !== portal.protocol) return false;
  return host === portal.host || host === request.headers.get("host");
}

/** A posted form with its files; `file-too-large` as soon as it is known, before the rest is read. */
export async function readForm(request: Request): Promise<Result<FormData, UploadCode>> {
  if (Number(request.headers.get("content-length") ?? 0) > largestRequest) {
    return fail("file-too-large");
  }
  const type = request.headers.get("content-type") ?? "";
  if (request.body === null || !/^(multipart|application\/x-www-form)/i.test(type)) {
    return fail("malformed");
  }
  const capped = new CappedBody(largestRequest);
  try {
    const body = request.body.pipeThrough(capped.stream);
    return ok(await new Response(body, { headers: { "content-type": type } }).formData());
  } catch {
    return fail(capped.overflowed ? "file-too-large" : "malformed");
  }
}

// Counts what really comes: a length may be absent or a lie.
class CappedBody {
  overflowed = false;
  readonly stream: TransformStream<Uint8Array, Uint8Array>;
  constructor(limit: number) {
    let size = 0;
    this.stream = new TransformStream({
      transform: (chunk, controller) => {
        size += chunk.byteLength;
        if (size > limit) {
          this.overflowed = true;
          controller.error(new Error("request too large"));
        } else {
          controller.enqueue(chunk);
        }
      },
    });
  }
}

/** A JSON body of the expected shape. */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<Result<z.output<S>, "malformed">> {
  try {
    const parsed = schema.safeParse(await request.json());
    return parsed.success ? ok(parsed.data) : fail("malformed");
  } catch {
    return fail("malformed");
  }
}

/** One text of a form; a file or a repeated name counts as absent. */
export function textOf(form: FormData, name: string): string {
  const values = form.getAll(name);
  return values.length === 1 && typeof values[0] === "string" ? values[0] : "";
}
