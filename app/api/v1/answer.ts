import { STATUS_CODES } from "node:http";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";

// What every answer of the open data has: readable from any page of the world, no cookie, no person.
const open = { "access-control-allow-origin": "*", "x-content-type-options": "nosniff" } as const;

/** How long an answer may be kept: one that can never change, one that changes with the next event, one with the night. */
const caching = {
  forever: "public, max-age=31536000, immutable",
  briefly: "public, max-age=2, stale-while-revalidate=10",
  nightly: "public, max-age=300, stale-while-revalidate=3600",
} as const;

type Keep = keyof typeof caching;

/** The codes of refusals; their meaning stands in openapi.json. */
export type ProblemCode =
  | "no-address"
  | "no-region"
  | "no-log"
  | "no-statistics"
  | "query"
  | "beyond-log"
  | "index-outside"
  | "sizes"
  | "no-leaf"
  | "no-tile";

/** RFC 9457. The code is for programs, the title is the status's own name. */
export function problem(status: number, code: ProblemCode): Response {
  const title = STATUS_CODES[status] ?? "";
  return new Response(JSON.stringify({ type: "about:blank", title, status, code }), {
    status,
    headers: { ...open, "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}

/**
 * @param body null: what the asker has kept is still right (304)
 * @param etag names this state of the answer
 */
export function jsonAnswer(body: object | null, keep: Keep, etag?: string): Response {
  const kept = { ...open, "cache-control": caching[keep], ...(etag !== undefined && { etag }) };
  if (body === null) return new Response(null, { status: 304, headers: kept });
  return new Response(JSON.stringify(body), {
    headers: { ...kept, "content-type": "application/json" },
  });
}

export function fileAnswer(
  body: string | Uint8Array<ArrayBuffer>,
  type: "text/plain; charset=utf-8" | "application/octet-stream" | "application/x-pem-file",
  keep: Keep,
): Response {
  return new Response(body, {
    headers: { ...open, "content-type": type, "cache-control": caching[keep] },
  });
}

export type RegionRoute = { readonly params: Promise<{ readonly region: string }> };

export async function portalOf({ params }: RegionRoute): Promise<Portal | null> {
  return await portalBySlug((await params).region);
}

/** A whole number of a query, as it is written in JSON; null for everything else, undefined where it is not there. */
export function numberIn(request: Request, name: string): number | null | undefined {
  const values = new URL(request.url).searchParams.getAll(name);
  const [text] = values;
  if (text === undefined) return undefined;
  const number = Number(text);
  const plain = values.length === 1 && /^(0|[1-9]\d{0,15})$/.test(text);
  return plain && Number.isSafeInteger(number) ? number : null;
}
