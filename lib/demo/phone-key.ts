import { z } from "zod";
import { type Who, who } from "./emulator-answer.ts";
import type { PhoneKey } from "./fake-phone.ts";

// The key in the demo's telephone. It is used where all keys of the demo are, in the process of the emulator, so that
// the responder knows every certificate that was ever given out.

export const phoneKeyPath = "/phone-key";

/** What the telephone's page asks of the emulator's process. */
export const phoneKeyOrder = z.strictObject({ who, content: z.base64().max(600_000) });

const longestOrder = 1024 * 1024;

/** Somebody's key in the demo's telephone. @param ncalayerUrl `NCALAYER_URL` of the demo */
export function demoPhoneKey(ncalayerUrl: string, owner: Who): PhoneKey {
  const address = new URL(phoneKeyPath, ncalayerUrl.replace(/^ws/u, "http"));
  return async (content) => {
    const order = { who: owner, content: Buffer.from(content).toString("base64") };
    const answer = await fetch(address, { method: "POST", body: JSON.stringify(order) });
    if (!answer.ok) throw new Error(`the demo's telephone has no such key: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
}

/** The body of a request as text. @throws when it is longer than any order */
export async function textIn(request: AsyncIterable<unknown>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > longestOrder) throw new Error("no order is ever that long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
