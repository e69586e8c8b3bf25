import type { SmppAddress } from "./smpp-pdu.ts";

export type SmppCentre = {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
  readonly source: SmppAddress;
  /** Messages that may wait for their answer at the same time. */
  readonly window: number;
  /** How a text that is too long for one message travels. */
  readonly long: "udh" | "sar" | "payload";
  readonly alphabet: "gsm" | "ucs2";
  /** The centre answers with hexadecimal ids and writes decimal ones into its receipts. */
  readonly decimalReceipts: boolean;
};

const names = ["source", "type", "window", "long", "alphabet", "receipts"];

/**
 * Reads `smpp://user:password@host:2775?source=KEZEK&…` (docs/messages.md lists what may stand there). Pure.
 * @throws Error that says what is wrong, without the password
 */
export function smppCentre(address: string): SmppCentre {
  const url = new URL(address);
  const given = url.searchParams;
  const unknown = [...given.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`has the unknown option ${unknown}`);
  if (url.hostname === "" || url.username === "") throw new Error("needs a user and a host");
  const window = Number(given.get("window") ?? 10);
  if (!Number.isInteger(window) || window < 1 || window > 100)
    throw new Error("has a window that is not between 1 and 100");
  const tls = url.protocol === "smpps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (tls ? 3550 : 2775)),
    tls,
    systemId: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    systemType: given.get("type") ?? "",
    source: sender(given.get("source") ?? ""),
    window,
    long: oneOf(given, "long", ["udh", "sar", "payload"]),
    alphabet: oneOf(given, "alphabet", ["gsm", "ucs2"]),
    decimalReceipts: oneOf(given, "receipts", ["same", "decimal"]) === "decimal",
  };
}

/** A recipient, E.164: international number of the telephone plan. */
export function subscriber(phone: string): SmppAddress {
  return { ton: 1, npi: 1, address: phone.replace(/^\+/, "") };
}

// A name, a short number, a whole number, or the one that the centre puts in.
function sender(source: string): SmppAddress {
  if (source === "") return { ton: 0, npi: 0, address: "" };
  if (/^\d{1,8}$/.test(source)) return { ton: 3, npi: 0, address: source };
  if (/^\+?\d{9,15}$/.test(source)) return subscriber(source);
  if (/^[ -~]{1,11}$/.test(source)) return { ton: 5, npi: 0, address: source };
  throw new Error("has a source that is neither a number nor a name of at most 11 letters");
}

function oneOf<const T extends string>(
  given: URLSearchParams,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const value = given.get(name) ?? values[0];
  const found = values.find((each) => each === value);
  if (found === undefined) throw new Error(`has ${name} other than ${values.join(", ")}`);
  return found;
}
