import { z } from "zod";
import { currentInstant } from "#db/demo-clock.ts";
import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";
import { outbox } from "#lib/notifications/views.ts";
import { demoOnly, readBody } from "../demo-only.ts";

export const dynamic = "force-dynamic";

/** `{"messages": […]}`, the newest first; `?to=` a phone in any spelling or an e-mail address. */
export async function GET(request: Request): Promise<Response> {
  return demoOnly(async () => {
    const to = new URL(request.url).searchParams.get("to")?.trim();
    return { messages: await outbox(to ? recipient(to) : undefined) };
  });
}

const smsAnswer = z.strictObject({ from: z.string().max(40), text: z.string().max(2_000) });

/** `{"from": "+77017008345", "text": "1"}`: the telephone answers an SMS; `{"outcome"}` says what became of it. */
export async function POST(request: Request): Promise<Response> {
  return demoOnly(async () => {
    const said = await readBody(request, smsAnswer);
    if (said instanceof Response) return said;
    return { outcome: await takeSmsAnswer(said, await currentInstant()) };
  });
}

// In an address an unescaped «+» is a space: `?to=+7777…` arrives as « 7777…», which is the same number.
function recipient(to: string): string {
  const phone = to.includes("@") ? null : parseMobilePhone(to);
  return phone?.ok ? phone.value : to;
}
