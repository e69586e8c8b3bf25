import { type Delivery, tag } from "./smpp-pdu.ts";

export type ReceiptState = "delivered" | "failed" | "expired";

export type SmppReceipt = {
  readonly id: string;
  /** Null: on its way, nothing to write down. */
  readonly state: ReceiptState | null;
};

// message_state (5.2.28) and the words that stand for it in the text (appendix B).
const byNumber: ReadonlyMap<number, ReceiptState> = new Map([
  [2, "delivered"],
  [3, "expired"],
  [4, "failed"],
  [5, "failed"],
  [8, "failed"],
]);
const byWord: ReadonlyMap<string, ReceiptState> = new Map([
  ["DELIVRD", "delivered"],
  ["EXPIRED", "expired"],
  ["DELETED", "failed"],
  ["UNDELIV", "failed"],
  ["REJECTD", "failed"],
]);

/**
 * What a deliver_sm says about a message of ours; null when it is something else, e.g. an answer of a subscriber. Most
 * centres say it in a text, later ones in optional parameters, which go first. Pure.
 */
export function readReceipt(delivery: Delivery): SmppReceipt | null {
  // Bits 5 to 2 of esm_class: 0001 is a receipt of the centre (5.2.12).
  if ((delivery.esmClass & 0x3c) !== 0x04) return null;
  const text = delivery.message.toString("latin1");
  const id = optionText(delivery, tag.receiptedMessageId) ?? /\bid:\s*(\S+)/i.exec(text)?.[1];
  if (id === undefined || id === "") return null;
  const number = delivery.options.get(tag.messageState)?.[0];
  const word = /\bstat:\s*(\w+)/i.exec(text)?.[1]?.toUpperCase() ?? "";
  const state = number === undefined ? byWord.get(word) : byNumber.get(number);
  return { id, state: state ?? null };
}

function optionText(delivery: Delivery, name: number): string | undefined {
  return delivery.options.get(name)?.toString("latin1").replace(/\0.*$/s, "");
}
