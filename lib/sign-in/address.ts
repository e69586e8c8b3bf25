import { isIPv4, isIPv6 } from "node:net";

/**
 * A network address with its end hidden: enough to tell home from elsewhere, too little to find a neighbour. IPv4
 * keeps two numbers, IPv6 two groups; anything else becomes an empty text. Pure.
 */
export function maskAddress(address: string): string {
  const plain = address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
  if (isIPv4(plain)) {
    const [first, second] = plain.split(".");
    return `${first}.${second}.*.*`;
  }
  if (isIPv6(plain)) {
    const [first = "", second = ""] = plain.split(":");
    return plain === "::1" ? "::1" : `${first}:${second}:*`;
  }
  return "";
}
