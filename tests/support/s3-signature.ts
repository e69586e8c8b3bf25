import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

// AWS Signature Version 4, as the storage checks it: written from the specification, not from the SDK it judges.

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
};

export type SignedRequest = {
  readonly method: string;
  readonly url: URL;
  /** The path and query as sent, still encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly now: Date;
};

export type SignatureProblem =
  | "AccessDenied"
  | "InvalidAccessKeyId"
  | "SignatureDoesNotMatch"
  | "RequestTimeTooSkewed";

/** Checks the Authorization header. Null when the request may pass. */
export function checkHeader(request: SignedRequest, keys: Credentials): SignatureProblem | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  if (!match) return "AccessDenied";
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  const amzDate = String(request.headers["x-amz-date"] ?? "");
  const scope = scopeOf(credential, amzDate, keys);
  if (typeof scope === "object") return scope.problem;
  const skew = Math.abs(request.now.getTime() - instantOf(amzDate));
  if (!(skew <= 15 * 60_000)) return "RequestTimeTooSkewed";
  const names = signedHeaders.split(";");
  // Whatever decides about the object must be under the signature.
  if (!names.includes("host") || !names.includes("x-amz-content-sha256")) return "AccessDenied";
  const loose = Object.keys(request.headers).filter(
    (name) => name.startsWith("x-amz-") && !names.includes(name),
  );
  if (loose.length > 0) return "AccessDenied";
  const canonical = [
    request.method,
    request.target.split("?")[0] ?? "",
    canonicalQuery(request.url),
    ...names.map((name) => `${name}:${collapse(request.headers[name])}`),
    "",
    signedHeaders,
    String(request.headers["x-amz-content-sha256"]),
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", amzDate, scope, sha256(canonical)].join("\n");
  return same(sign(text, amzDate, keys), signature) ? null : "SignatureDoesNotMatch";
}

/** Checks the signature over a POST policy (the fields of a form). Null when the policy is genuine. */
export function checkPolicy(
  fields: ReadonlyMap<string, string>,
  keys: Credentials,
): SignatureProblem | null {
  const amzDate = fields.get("x-amz-date") ?? "";
  if (fields.get("x-amz-algorithm") !== "AWS4-HMAC-SHA256") return "AccessDenied";
  const scope = scopeOf(fields.get("x-amz-credential") ?? "", amzDate, keys);
  if (typeof scope === "object") return scope.problem;
  const expected = sign(fields.get("policy") ?? "", amzDate, keys);
  return same(expected, fields.get("x-amz-signature") ?? "") ? null : "SignatureDoesNotMatch";
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function scopeOf(
  credential: string,
  amzDate: string,
  keys: Credentials,
): string | { problem: SignatureProblem } {
  const [id, day, region, service, end] = credential.split("/");
  if (id !== keys.accessKeyId) return { problem: "InvalidAccessKeyId" };
  const scope = `${amzDate.slice(0, 8)}/${keys.region}/s3/aws4_request`;
  if (`${day}/${region}/${service}/${end}` !== scope) return { problem: "SignatureDoesNotMatch" };
  return scope;
}

function sign(text: string, amzDate: string, keys: Credentials): string {
  const day = hmac(`AWS4${keys.secretAccessKey}`, amzDate.slice(0, 8));
  const key = hmac(hmac(hmac(day, keys.region), "s3"), "aws4_request");
  return hmac(key, text).toString("hex");
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function collapse(value: string | string[] | undefined): string {
  return String(value ?? "")
    .trim()
    .replace(/ +/g, " ");
}

function instantOf(amzDate: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(amzDate);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
