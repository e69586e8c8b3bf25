import type { Result } from "#lib/platform/result.ts";
import type { ReceiptState } from "./smpp-receipt.ts";

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
