import { parseMobilePhone } from "#lib/identity/phone.ts";
import { outbox } from "#lib/notifications/views.ts";
import { demoOnly } from "../demo-only.ts";

export const dynamic = "force-dynamic";

/** `{"messages": […]}`, the newest first; `?to=` a phone in any spelling or an e-mail address. */
export async function GET(request: Request): Promise<Response> {
  return demoOnly(async () => {
    const to = new URL(request.url).searchParams.get("to")?.trim();
    return { messages: await outbox(to ? recipient(to) : undefined) };
  });
}

// In an address an unescaped «+» is a space: `?to=+7777…` arrives as « 7777…», which is the same number.
function recipient(to: string): string {
  const phone = to.includes("@") ? null : parseMobilePhone(to);
  return phone?.ok ? phone.value : to;
}
