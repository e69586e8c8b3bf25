import { currentInstant } from "#db/demo-clock.ts";
import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import { readHttpAnswer } from "#lib/messaging/sms-http.ts";
import { fromGateway } from "../from-gateway.ts";

export const dynamic = "force-dynamic";

/** What a subscriber wrote to the portal's number, brought by the SMS gateway. */
export async function POST(request: Request): Promise<Response> {
  return await fromGateway(
    request,
    8192,
    (body, signature) => readHttpAnswer(body, signature, new Date()),
    async (told) => takeSmsAnswer(told, await currentInstant()),
  );
}
