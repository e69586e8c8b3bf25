import type { Result } from "#lib/platform/result.ts";
import type { ReceiptState } from "./smpp-receipt.ts";

export type OutgoingMessage =
  | { readonly channel: "sms"; readonly to: string; readonly text: string }
  | {
      readonly channel: "email";
      readonly to: string;
      readonly subject: string;
      readonly text: string;
    }
  | {
      readonly channel: "push";
      /** The browser's address at its maker's service. */
      readonly to: string;
      readonly keys: PushKeys;
      /** What the service worker reads; sealed for the browser on the way. */
      readonly text: string;
    };

/** The browser's own keys (RFC 8291), base64url. */
export type PushKeys = { readonly p256dh: string; readonly auth: string };

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
  readonly name: "outbox" | "smpp" | "http" | "smtp" | "push";
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

/** What a subscriber wrote to the portal's number. */
export type Answer = {
  readonly transport: "smpp" | "http";
  /** A telephone number as the other side writes it. */
  readonly from: string;
  readonly text: string;
};

/** Takes what a subscriber wrote; a rejection makes the other side bring it again. */
export type OnAnswer = (answer: Answer) => Promise<void>;

/** Writes a receipt down; a rejection makes the centre send it again. */
export type OnReceipt = (receipt: Receipt) => Promise<void>;
