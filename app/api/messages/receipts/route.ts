import { readHttpReceipt } from "#lib/messaging/sms-http.ts";
import { keepReceipt } from "#lib/notifications/receipts.ts";
import { fromGateway } from "../from-gateway.ts";

export const dynamic = "force-dynamic";

/** What the SMS gateway tells of a message that it took. */
export async function POST(request: Request): Promise<Response> {
  return await fromGateway(request, 4096, readHttpReceipt, keepReceipt);
}
