import { createECDH, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { type Env, EnvironmentError } from "#lib/platform/env.ts";

/** By what the portal names itself to push services (RFC 8292). */
export type Vapid = {
  /** The uncompressed point, base64url: browsers ask for it when they subscribe. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
  /** Whom the service calls when something is wrong: `mailto:` or `https:`. */
  readonly subject: string;
};

type Settings = Pick<Env, "VAPID_PUBLIC_KEY" | "VAPID_PRIVATE_KEY" | "VAPID_SUBJECT">;

/**
 * The portal's keys for push messages; null where the deployment has none.
 * @throws EnvironmentError when the two keys are no pair
 */
export function vapidOf(environment: Settings): Vapid | null {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: d, VAPID_SUBJECT: subject } = environment;
  if (publicKey === undefined || d === undefined || subject === undefined) return null;
  const pair = createECDH("prime256v1");
  try {
    pair.setPrivateKey(Buffer.from(d, "base64url"));
  } catch {
    throw wrong("VAPID_PRIVATE_KEY", "is no private key of P-256");
  }
  const point = pair.getPublicKey();
  if (point.toString("base64url") !== publicKey)
    throw wrong("VAPID_PUBLIC_KEY", "does not belong to VAPID_PRIVATE_KEY");
  const x = point.subarray(1, 33).toString("base64url");
  const y = point.subarray(33).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", d, x, y };
  return { publicKey, subject, privateKey: createPrivateKey({ key: jwk, format: "jwk" }) };
}

/** A new pair, base64url, as the environment holds it. */
export function newVapidKeys(): { readonly publicKey: string; readonly privateKey: string } {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  // The number may be shorter than its 32 bytes.
  const privateKey = Buffer.alloc(32);
  const number = pair.getPrivateKey();
  number.copy(privateKey, 32 - number.length);
  const publicKey = pair.getPublicKey().toString("base64url");
  return { publicKey, privateKey: privateKey.toString("base64url") };
}

const lifeSeconds = 6 * 3600;

/**
 * The header `Authorization` for one push service (RFC 8292 §2: a token signed with ES256, for its origin, for at most a
 * day). The service looks at its own clock, so `now` is the machine's, not the portal's.
 */
export function vapidHeader(
  { publicKey, privateKey, subject }: Vapid,
  endpoint: string,
  now: Date,
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(now.getTime() / 1000) + lifeSeconds;
  const said = `${part({ typ: "JWT", alg: "ES256" })}.${part({ aud: new URL(endpoint).origin, exp, sub: subject })}`;
  const key = { key: privateKey, dsaEncoding: "ieee-p1363" as const };
  return `vapid t=${said}.${sign("sha256", Buffer.from(said), key).toString("base64url")}, k=${publicKey}`;
}

function wrong(name: string, reason: string): EnvironmentError {
  return new EnvironmentError([{ name, reason }]);
}
