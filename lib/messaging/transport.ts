import { env } from "#lib/platform/env.ts";
import { ok, type Result } from "#lib/platform/result.ts";

export type OutgoingMessage =
  | { readonly channel: "sms"; readonly to: string; readonly text: string }
  | {
      readonly channel: "email";
      readonly to: string;
      readonly subject: string;
      readonly text: string;
    };

/**
 * A way out of the portal. `rejected` is final (the number does not exist); whatever may go better later is thrown and
 * tried again by the job.
 */
export type Transport = {
  readonly name: string;
  send(message: OutgoingMessage): Promise<Result<undefined, "rejected">>;
};

// The demo and the tests have no operator: what is sent stays readable in the outbox.
const outbox: Transport = { name: "outbox", send: () => Promise.resolve(ok()) };

/** The transport of a channel; null while the deployment has none, and messages wait in the queue. */
export function transportOf(channel: OutgoingMessage["channel"]): Transport | null {
  const { APP_ENV, SMS_URL, SMTP_URL } = env();
  const configured = channel === "sms" ? SMS_URL : SMTP_URL;
  if (APP_ENV !== "production" && configured === undefined) return outbox;
  return null;
}
