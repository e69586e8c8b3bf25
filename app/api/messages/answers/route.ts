import { currentInstant } from "#db/demo-clock.ts";
import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import { readHttpAnswer, type ReceiptRefusal } from "#lib/messaging/sms-http.ts";

export const dynamic = "force-dynamic";

const longestBody = 8192;
const refusals: Readonly<Record<ReceiptRefusal, number>> = {
  "no-gateway": 404,
  unsigned: 401,
  malformed: 400,
};

/** What a subscriber wrote to the portal's number, brought by the SMS gateway (docs/messages.md). 202 once it is done. */
export async function POST(request: Request): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? 0) > longestBody) return answer(413);
  const body = await request.text();
  if (body.length > longestBody) return answer(413);
  const read = readHttpAnswer(body, request.headers.get("x-signature"), new Date());
  if (typeof read === "string") return answer(refusals[read]);
  await takeSmsAnswer(read, await currentInstant());
  return answer(202);
}

function answer(status: number): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}
