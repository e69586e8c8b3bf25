import type { ReceiptRefusal } from "#lib/messaging/sms-http.ts";

const refusals: Readonly<Record<ReceiptRefusal, number>> = {
  "no-gateway": 404,
  unsigned: 401,
  malformed: 400,
};

/**
 * A post of the SMS gateway (docs/messages.md): 202 once what it tells is taken, 413 for more than it could mean.
 * @param longest the longest body that is read, in characters
 */
export async function fromGateway<Told extends object>(
  request: Request,
  longest: number,
  read: (body: string, signature: string | null) => Told | ReceiptRefusal,
  take: (told: Told) => Promise<unknown>,
): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? 0) > longest) return answer(413);
  const body = await request.text();
  if (body.length > longest) return answer(413);
  const told = read(body, request.headers.get("x-signature"));
  if (typeof told === "string") return answer(refusals[told]);
  await take(told);
  return answer(202);
}

function answer(status: number): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}
