import { splitSms } from "./sms-parts.ts";

/** How many messages the operator counts for a text. */
export function smsParts(text: string): number {
  return splitSms(text).parts.length;
}
