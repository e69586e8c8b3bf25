import { env } from "#lib/platform/env.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Transport } from "./outgoing.ts";
import { sealPush } from "./push-encryption.ts";
import { mayCallPushEndpoint } from "./push-endpoint.ts";
import { type Vapid, vapidHeader } from "./vapid.ts";

const patienceMilliseconds = 30_000;
/** The browser is told for so long, however long the message itself is of use: then it stands in the inbox anyway. */
const longestLifeSeconds = 3 * 24 * 3600;

/** What a push service says of a browser that has gone (RFC 8030 §7.3): the subscription is dead. */
export const goneDetail = "gone";

/** Failures before a byte of the message left. */
const notThere: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * Web push (RFC 8030): one POST to the browser's own service. The protocol knows no repetition: what may have arrived is
 * not said again, for the message lies in the inbox anyway.
 */
export function pushTransport(vapid: Vapid): Transport {
  return {
    name: "push",
    knowsRepetitions: false,
    send: async (message, { validSeconds }) => {
      if (message.channel !== "push") throw new Error("only push messages go by push");
      const { to, keys, text } = message;
      // The list of services may have changed since the browser subscribed.
      if (!mayCallPushEndpoint(to, env())) return fail("rejected", "host-not-allowed");
      const ttl = Math.max(0, Math.floor(Math.min(validSeconds ?? Infinity, longestLifeSeconds)));
      let response: Response;
      try {
        response = await fetch(to, {
          method: "POST",
          redirect: "error",
          signal: AbortSignal.timeout(patienceMilliseconds),
          headers: {
            authorization: vapidHeader(vapid, to, new Date()),
            "content-type": "application/octet-stream",
            "content-encoding": "aes128gcm",
            ttl: String(ttl),
            urgency: "normal",
          },
          body: new Uint8Array(sealPush(text, keys)),
        });
        await response.body?.cancel();
      } catch (error) {
        return fail(neverLeft(error) ? "later" : "unknown", "no-answer");
      }
      const { status } = response;
      if (response.ok) return ok({ transportId: null });
      if (status === 404 || status === 410) return fail("rejected", goneDetail);
      // Too many, or the service's own trouble.
      if (status === 408 || status === 429 || status >= 500) return fail("later", `http-${status}`);
      return fail("rejected", `http-${status}`);
    },
  };
}

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && notThere.has(code);
}
