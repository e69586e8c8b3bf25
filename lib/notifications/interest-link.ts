import { createHmac } from "node:crypto";
import { env } from "#lib/platform/env.ts";

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const base = BigInt(digits.length);
// 65 bits: as much as the seventy letters of an SMS leave room for, and more than can be tried over a network.
const length = 11;

export type InterestPeriodKey = {
  readonly applicationId: string;
  /** The deadline it is about, an instant. */
  readonly dueAt: Date;
};

/**
 * The secret in the link of a reminder: it confirms this application's interest for this deadline, and nothing else.
 * Made anew from the portal's own secret whenever a message is written, so that it is stored nowhere; the database
 * knows its hash.
 */
export function interestToken({ applicationId, dueAt }: InterestPeriodKey): string {
  const bytes = createHmac("sha256", env().NEXTAUTH_SECRET)
    .update(`kezek interest link\n${applicationId}\n${dueAt.toISOString()}`)
    .digest();
  let number = BigInt(`0x${bytes.toString("hex")}`);
  let token = "";
  for (let at = 0; at < length; at += 1) {
    token = (digits[Number(number % base)] ?? "") + token;
    number /= base;
  }
  return token;
}

/** Whether a text from outside has the form of such a secret. */
export function isInterestToken(text: string): boolean {
  return new RegExp(`^[0-9a-zA-Z]{${length}}$`).test(text);
}
