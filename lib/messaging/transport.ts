import { env, EnvironmentError } from "#lib/platform/env.ts";
import { processWide } from "#lib/platform/process-wide.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import { httpTransport } from "./sms-http.ts";
import { smppCentre } from "./smpp-address.ts";
import type { ReceiptState } from "./smpp-receipt.ts";
import { smppTransport } from "./smpp.ts";
import { smtpTransport } from "./smtp.ts";

export type OutgoingMessage =
  | { readonly channel: "sms"; readonly to: string; readonly text: string }
  | {
      readonly channel: "email";
      readonly to: string;
      readonly subject: string;
      readonly text: string;
    };

export type Channel = OutgoingMessage["channel"];

/** What stands on the outside of a message. */
export type Envelope = {
  /** The message's own number: the same at every try, so that the other side can tell a repetition. */
  readonly id: string;
  /** Seconds until it is of no use; null: no end. */
  readonly validSeconds: number | null;
};

/** What the other side calls the message, where it says so: receipts name it. */
export type Accepted = { readonly transportId: string | null };

/**
 * `rejected` is final: the recipient does not exist. `later`: surely not taken, and better luck next time. `unknown`:
 * it went out and nobody said what became of it. The detail is a word for the log, without data.
 */
export type Refusal = "rejected" | "later" | "unknown";

/** A way out of the portal. Whoever calls it waits two and a half minutes at most. */
export type Transport = {
  readonly name: "outbox" | "smpp" | "http" | "smtp";
  /** The other side takes one number once, however often it is handed over. */
  readonly knowsRepetitions: boolean;
  send(message: OutgoingMessage, envelope: Envelope): Promise<Result<Accepted, Refusal, string>>;
  /** Keeps a line open for receipts, where there is such a thing. */
  open?(): void;
  close?(): Promise<void>;
};

/** What became of a message that a transport took. */
export type Receipt = {
  readonly transport: "smpp" | "http";
  /** SMPP: the centre's name of it; HTTP: our own number. */
  readonly id: string;
  readonly state: ReceiptState;
};

/** Writes a receipt down; a rejection makes the centre send it again. */
export type OnReceipt = (receipt: Receipt) => Promise<void>;

// The demo and the tests have no operator: what is sent stays readable in the outbox.
const outbox: Transport = {
  name: "outbox",
  knowsRepetitions: true,
  send: () => Promise.resolve(ok({ transportId: null })),
};

type Made = { readonly address: string; readonly transport: Transport };
type State = { readonly made: Map<Channel, Made>; onReceipt: OnReceipt | undefined };
const state = processWide<State>("transports", () => ({ made: new Map(), onReceipt: undefined }));

/** The transport of a channel; null while the deployment has none, and messages wait in the queue. */
export function transportOf(channel: Channel): Transport | null {
  const { APP_ENV, SMS_URL, SMTP_URL } = env();
  const configured = channel === "sms" ? SMS_URL : SMTP_URL;
  if (configured === undefined) return APP_ENV === "production" ? null : outbox;
  const known = state.made.get(channel);
  if (known?.address === configured) return known.transport;
  // Only tests change it while running.
  void known?.transport.close?.();
  const transport = made(configured);
  state.made.set(channel, { address: configured, transport });
  return transport;
}

/**
 * Makes the ways out ready for a process that sends, and takes receipts from now on.
 * @throws EnvironmentError when an address cannot be understood
 */
export function openTransports(onReceipt: OnReceipt): void {
  state.onReceipt = onReceipt;
  transportOf("sms")?.open?.();
  transportOf("email")?.open?.();
}

/** Hangs up everywhere. A message sent afterwards opens its way anew. */
export async function closeTransports(): Promise<void> {
  const open = [...state.made.values()];
  state.made.clear();
  await Promise.all(open.map(({ transport }) => transport.close?.()));
  state.onReceipt = undefined;
}

function made(address: string): Transport {
  const { protocol } = new URL(address);
  if (protocol.startsWith("smtp")) return named("SMTP_URL", () => smtpTransport(address));
  if (protocol.startsWith("http")) return named("SMS_URL", () => httpTransport(address));
  return named("SMS_URL", () => smppTransport(smppCentre(address), keepReceipt));
}

async function keepReceipt(receipt: Receipt): Promise<void> {
  if (state.onReceipt === undefined) throw new Error("nobody here keeps receipts");
  await state.onReceipt(receipt);
}

function named(name: string, make: () => Transport): Transport {
  try {
    return make();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "cannot be understood";
    throw new EnvironmentError([{ name, reason }]);
  }
}
