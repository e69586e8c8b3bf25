import type { AcceptCode } from "#lib/sign-in/accept-mobile.ts";

/** What Next hands to a route of one signing. */
export type MobileRoute = { readonly params: Promise<{ readonly id: string }> };

// 403 is the protocol's own word for a signature that does not do; the rest are the portal's usual ones.
const statuses: Readonly<Record<AcceptCode, number>> = {
  "not-found": 404,
  "wrong-token": 401,
  late: 409,
  busy: 409,
  refused: 403,
};

/** An answer that nobody on the way keeps. */
export function answer(body: object, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

export function refusal(code: AcceptCode): Response {
  return answer({ code }, statuses[code]);
}

/** The token of `Authorization: Bearer …` (RFC 6750 §2.1), or null. */
export function bearerOf(request: Request): string | null {
  return /^Bearer ([\w-]{1,200})$/iu.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}
