import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { env } from "#lib/platform/env.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Answer, Receipt, Transport } from "./outgoing.ts";

// A gateway answers in a second; what takes longer than this is told apart only by the log.
const patienceMilliseconds = 30_000;
const longestAnswer = 16 * 1024;
const receiptsPath = "/api/messages/receipts";

type Gateway = { readonly url: string; readonly key: string; readonly source: string | null };

/** SMS by a gateway over HTTPS; the contract stands in docs/messages.md. @throws Error that says what is wrong */
export function httpTransport(address: string): Transport {
  const gateway = gatewayOf(address);
  return {
    name: "http",
    knowsRepetitions: true,
    send: async (message, { id, validSeconds }) => {
      const body = {
        id,
        to: message.to,
        text: message.text,
        ...(gateway.source === null ? {} : { from: gateway.source }),
        ...(validSeconds === null ? {} : { validSeconds }),
        receiptUrl: new URL(receiptsPath, env().NEXTAUTH_URL).href,
      };
      const answer = await post(gateway, id, JSON.stringify(body));
      // Whatever became of it: the next try bears the same number, and the gateway takes it once.
      if (answer === null) return fail("later", "no-answer");
      // 409: it has this number already, from the try whose answer was lost.
      if (answer.ok || answer.status === 409) return ok({ transportId: id });
      return fail(answer.status === 422 ? "rejected" : "later", `http-${answer.status}`);
    },
  };
}

const receiptBody = z.strictObject({
  id: z.uuid(),
  state: z.enum(["delivered", "failed", "expired"]),
});

export type ReceiptRefusal = "no-gateway" | "unsigned" | "malformed";

/**
 * Reads a receipt that came to our own address.
 * @param signature of the header `X-Signature`: `sha256=` and the HMAC-SHA256 of the body in hexadecimal, keyed with the
 * bearer token that the portal and the gateway share
 */
export function readHttpReceipt(body: string, signature: string | null): Receipt | ReceiptRefusal {
  const { SMS_URL } = env();
  if (SMS_URL === undefined || !SMS_URL.startsWith("http")) return "no-gateway";
  if (!signed(body, signature ?? "", gatewayOf(SMS_URL).key)) return "unsigned";
  try {
    const { id, state } = receiptBody.parse(JSON.parse(body));
    return { transport: "http", id, state };
  } catch {
    return "malformed";
  }
}

// A gateway that was cut off brings its answers within a day; whoever caught one cannot use it next year.
const oldestAnswerMilliseconds = 24 * 3_600_000;

const answerBody = z.strictObject({
  from: z.string().min(10).max(20),
  text: z.string().max(1_000),
  receivedAt: z.iso.datetime({ offset: true }),
});

/**
 * Reads what a subscriber wrote, as the gateway brings it to our own address; signed as a receipt is.
 * @param clock the system's own, not the demo's: the gateway's clock is no part of the demo
 */
export function readHttpAnswer(
  body: string,
  signature: string | null,
  clock: Date,
): Answer | ReceiptRefusal {
  const { SMS_URL } = env();
  if (SMS_URL === undefined || !SMS_URL.startsWith("http")) return "no-gateway";
  if (!signed(body, signature ?? "", gatewayOf(SMS_URL).key)) return "unsigned";
  try {
    const { from, text, receivedAt } = answerBody.parse(JSON.parse(body));
    const age = clock.getTime() - Date.parse(receivedAt);
    return Math.abs(age) > oldestAnswerMilliseconds
      ? "malformed"
      : { transport: "http", from, text };
  } catch {
    return "malformed";
  }
}

function gatewayOf(address: string): Gateway {
  const url = new URL(address);
  const key = decodeURIComponent(url.password || url.username);
  if (key === "") throw new Error("needs the gateway's token: https://token@host/path");
  const source = url.searchParams.get("source");
  url.searchParams.delete("source");
  url.username = "";
  url.password = "";
  return { url: url.href, key, source };
}

async function post(
  gateway: Gateway,
  id: string,
  body: string,
): Promise<{ readonly ok: boolean; readonly status: number } | null> {
  try {
    const response = await fetch(gateway.url, {
      method: "POST",
      // A redirect leads where nobody said.
      redirect: "error",
      signal: AbortSignal.timeout(patienceMilliseconds),
      headers: {
        "content-type": "application/json; charset=utf-8",
        authorization: `Bearer ${gateway.key}`,
        "idempotency-key": id,
      },
      body,
    });
    await skim(response);
    return response;
  } catch {
    return null;
  }
}

// The answer's body says nothing we need, and reading it frees the connection.
async function skim(response: Response): Promise<void> {
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > longestAnswer) return;
  }
}

function signed(body: string, signature: string, key: string): boolean {
  const digest = (text: string) => createHmac("sha256", key).update(text).digest();
  const expected = `sha256=${digest(body).toString("hex")}`;
  return timingSafeEqual(digest(expected), digest(signature.trim().toLowerCase()));
}
