export type Place = {
  readonly region: string;
  /** The log's name in its heads. */
  readonly origin: string;
  /** Base64: the keys that have signed this log. */
  readonly keys: readonly string[];
};

export type BrowserVerdict =
  | {
      readonly code: "ok";
      readonly leafIdx: number;
      readonly treeSize: number;
      readonly root: string;
    }
  | { readonly code: "form" | "changed" | "other-log" | "unknown-key" };

const fields = ["kind", "v", "leaf", "leafIdx", "treeSize", "proof", "checkpoint", "publicKey"];

/**
 * Judges a receipt on the person's own device, by the browser's own SHA-256 and Ed25519: the same steps as
 * lib/transparency/receipt.ts, with which tests compare it.
 */
export async function judgeReceipt(text: string, place: Place): Promise<BrowserVerdict> {
  const receipt = read(text.trim());
  if (receipt === null) return { code: "form" };
  const { leaf, leafIdx, treeSize, proof, checkpoint, publicKey } = receipt;
  const [origin = "", size = "", root = "", , blank, signature = "", end, ...more] =
    checkpoint.split("\n");
  const [dash, name, signed = "", ...rest] = signature.split(" ");
  const shaped =
    leafIdx < treeSize && blank === "" && end === "" && more.length === 0 && rest.length === 0;
  const key = bytesOf(publicKey);
  const mark = bytesOf(signed);
  const path = proof.map(bytesOf);
  const head = bytesOf(root);
  if (!shaped || dash !== "\u2014" || name !== origin || size !== String(treeSize)) {
    return { code: "changed" };
  }
  if (key?.length !== 32 || mark?.length !== 68 || head === null) return { code: "changed" };
  if (!path.every((each) => each?.length === 32)) return { code: "changed" };
  const id = (await sha256(textBytes(`${origin}\n\u0001`), key)).subarray(0, 4);
  const body = textBytes(checkpoint.slice(0, checkpoint.indexOf("\n\n") + 1));
  const sum = await rootOver(leaf, leafIdx, treeSize, path);
  const whole =
    sum !== null &&
    same(sum, head) &&
    same(id, mark.subarray(0, 4)) &&
    (await isSigned(key, mark.subarray(4), body));
  if (!whole) return { code: "changed" };
  if (origin !== place.origin || regionOf(leaf) !== place.region) return { code: "other-log" };
  if (!place.keys.includes(publicKey)) return { code: "unknown-key" };
  return { code: "ok", leafIdx, treeSize, root };
}

type Receipt = {
  readonly leaf: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
  readonly publicKey: string;
};

function read(text: string): Receipt | null {
  const given = parsed(text);
  if (typeof given !== "object" || given === null || JSON.stringify(given) !== text) return null;
  if (Object.keys(given).join() !== fields.join()) return null;
  const receipt = given as Receipt & { readonly kind: unknown; readonly v: unknown };
  const { kind, v, leaf, leafIdx, treeSize, proof, checkpoint, publicKey } = receipt;
  const words = [leaf, checkpoint, publicKey].every((each) => typeof each === "string");
  const counts = Number.isSafeInteger(leafIdx) && Number.isSafeInteger(treeSize) && leafIdx >= 0;
  const hashes = Array.isArray(proof) && proof.every((each) => typeof each === "string");
  if (kind !== "kezek-log-receipt" || v !== 1 || !words || !counts || !hashes) return null;
  return receipt;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function regionOf(leaf: string): unknown {
  const fieldsOfLeaf = parsed(leaf);
  return typeof fieldsOfLeaf === "object" && fieldsOfLeaf !== null && "region" in fieldsOfLeaf
    ? fieldsOfLeaf.region
    : null;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** RFC 9162 §2.1.3.2 up to the root; null for a path of another length. */
async function rootOver(
  leaf: string,
  index: number,
  size: number,
  path: readonly (Bytes | null)[],
): Promise<Bytes | null> {
  let fn = index;
  let sn = size - 1;
  const half = (n: number) => Math.floor(n / 2);
  let r = await sha256(Uint8Array.of(0), textBytes(leaf));
  for (const p of path) {
    if (sn === 0 || p === null) return null;
    if (fn % 2 === 1 || fn === sn) {
      r = await sha256(Uint8Array.of(1), p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      r = await sha256(Uint8Array.of(1), r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? r : null;
}

async function isSigned(key: Bytes, signature: Bytes, body: Bytes): Promise<boolean> {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return await crypto.subtle.verify("Ed25519", imported, signature, body);
}

async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  const all = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of parts) {
    all.set(each, at);
    at += each.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

function textBytes(text: string): Bytes {
  return new Uint8Array(new TextEncoder().encode(text));
}

/** Null for everything that is not exactly how these bytes are written. */
function bytesOf(text: string): Bytes | null {
  try {
    const binary = atob(text);
    return btoa(binary) === text ? Uint8Array.from(binary, (each) => each.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
