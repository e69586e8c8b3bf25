import { isIPv6 } from "node:net";

/**
 * What of a network address is counted as one visitor: an IPv4 address whole, of IPv6 the first 64 bits, because every
 * household is given that many addresses of its own (RFC 6177) and would have a new count with each. Pure.
 */
export function visitorNetwork(address: string): string {
  const [plain = ""] = address.split("%", 1);
  if (!isIPv6(plain)) return address;
  const [head = "", tail] = plain.split("::");
  const front = head === "" ? [] : head.split(":");
  const missing = tail === undefined ? 0 : 8 - front.length - groupsOf(tail);
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...front, ...Array<string>(missing).fill("0"), ...back];
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(":")}::/64`;
}

// The last 32 bits may be written like IPv4, which stands for two groups.
function groupsOf(tail: string): number {
  if (tail === "") return 0;
  const parts = tail.split(":");
  return parts.at(-1)?.includes(".") ? parts.length + 1 : parts.length;
}
