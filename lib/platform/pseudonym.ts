import { createHmac } from "node:crypto";
import { env } from "./env.ts";

/**
 * A lasting name for something personal that must not stand in clear, such as an IIN in the key of a counter: 64
 * lower-case hex digits. Keyed with the portal's secret, because the IINs of a country can all be hashed in an hour.
 * @param purpose keeps the names of one use from being matched with those of another
 */
export function pseudonym(purpose: string, text: string): string {
  return createHmac("sha256", env().NEXTAUTH_SECRET).update(`${purpose}\n${text}`).digest("hex");
}
