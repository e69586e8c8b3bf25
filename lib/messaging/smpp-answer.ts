import type { Answer } from "./outgoing.ts";
import type { Delivery } from "./smpp-pdu.ts";

// An answer is a word; whatever is longer was not meant for a machine.
const longestText = 70;

/**
 * What a subscriber wrote; null for anything that is no such message, or whose letters cannot be told. Pure.
 * @returns `from` as the centre gives it, digits only
 */
export function readAnswer(delivery: Delivery): Answer | null {
  // Bits 5 to 2 of esm_class: 0000 is an ordinary message (5.2.12).
  if ((delivery.esmClass & 0x3c) !== 0) return null;
  const from = delivery.source.replace(/\D/g, "");
  const text = textOf(delivery)?.replace(/\0/g, "").trim();
  if (from === "" || text === undefined || text === "" || text.length > longestText) return null;
  return { transport: "smpp", from, text };
}

function textOf({ esmClass, dataCoding, message }: Delivery): string | undefined {
  // A user data header says its own length first (3GPP TS 23.040, 9.2.3.24).
  const bare = (esmClass & 0x40) === 0 ? message : message.subarray(1 + (message[0] ?? 0));
  switch (dataCoding) {
    // The centre's default alphabet: its digits and Latin letters are those of ASCII.
    case 0:
    case 1:
    case 3:
      return bare.toString("latin1");
    case 8:
      return bare.length % 2 === 0 ? Buffer.from(bare).swap16().toString("utf16le") : undefined;
    default:
      return undefined;
  }
}
