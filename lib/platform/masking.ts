// What may never stand in a log line: an IIN identifies a child for life, a phone and an e-mail lead to the family.

const secretKey =
  /password|secret|token|cookie|authorization|signature|^code$|otp|accessKey|apiKey/i;

// Twelve digits, together or in the groups people type («870612 490009», «870612-490009»).
const iin = /(?<!\d)\d{6}[ -]?\d{6}(?!\d)/g;

// +7 7xx, 8 7xx and 7 7xx with the usual separators.
const phone = /(?<![\d+])(?:\+7|8|7)[\s-]?\(?7\d{2}\)?[\s-]?\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/g;

const email = /[\w.+-]+@([\w-]+(?:\.[\w-]+)+)/g;

// A database address carries its password: postgres://user:password@host
const userInfo = /(\w+:\/\/[^\s:/@]+):[^\s@]+@/g;

/** The text with every IIN, phone, e-mail and address password in it masked. */
export function maskText(text: string): string {
  return text
    .replace(userInfo, "$1:***@")
    .replace(iin, (found) => keepEnds(found.replace(/\D/g, "")))
    .replace(phone, (found) => keepEnds(`+7${found.replace(/\D/g, "").slice(1)}`))
    .replace(email, "***@$1");
}

/** A value fit for a log line: texts masked at any depth, secrets replaced by key, errors as name and stack. */
export function maskValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint") return maskText(String(value));
  // An IIN that somebody logs as a number is an IIN all the same.
  if (typeof value === "number") return value > 1e10 ? maskText(String(value)) : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth > 5) return "…";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return describeError(value, depth);
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => maskValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKey.test(key) && item !== undefined && item !== null
        ? "***"
        : maskValue(item, depth + 1),
    ]),
  );
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const described: Record<string, unknown> = { name: error.name, message: maskText(error.message) };
  if (error.stack) described["stack"] = maskText(error.stack);
  if ("code" in error) described["code"] = maskValue(error.code);
  if ("digest" in error) described["digest"] = maskValue(error.digest);
  if (error.cause !== undefined) described["cause"] = maskValue(error.cause, depth + 1);
  return described;
}

function keepEnds(text: string): string {
  return `${text.slice(0, 4)}****${text.slice(-4)}`;
}
