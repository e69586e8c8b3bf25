import { readHttpReceipt, type ReceiptRefusal } from "#lib/messaging/sms-http.ts";
import { keepReceipt } from "#lib/notifications/receipts.ts";

export const dynamic = "force-dynamic";

const longestBody = 4096;
const refusals: Readonly<Record<ReceiptRefusal, number>> = {
  "no-gateway": 404,
  unsigned: 401,
  malformed: 400,
};

/** What the SMS gateway tells of a message that it took (docs/messages.md). 202 once it is kept. */
export async function POST(request: Request): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? 0) > longestBody) return answer(413);
  const body = await request.text();
  if (body.length > longestBody) return answer(413);
  const receipt = readHttpReceipt(body, request.headers.get("x-signature"));
  if (typeof receipt === "string") return answer(refusals[receipt]);
  await keepReceipt(receipt);
  return answer(202);
}

function answer(status: number): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}
