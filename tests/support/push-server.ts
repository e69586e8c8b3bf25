import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { newVapidKeys } from "#lib/messaging/vapid.ts";

/** A browser that was subscribed: its address, its keys, and what it has been told. */
export type TestBrowser = {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** What the service worker would read, opened with the browser's own key. */
  readonly told: string[];
};

export type PushServer = {
  readonly host: string;
  /** How many requests came, the refused ones too. */
  readonly count: () => number;
  /** Headers of the last request. */
  readonly last: () => Readonly<Record<string, string | string[] | undefined>>;
  browser(): TestBrowser;
  /** The same for a browser that has made its keys by itself. @param at its path here @param privateKey of `p256dh` */
  join(at: string, keys: TestBrowser["keys"], privateKey: Buffer): TestBrowser;
  /** What it answers from now on; 201 is «taken». */
  answer(status: number): void;
  stop(): Promise<void>;
};

type Kept = TestBrowser & { readonly privateKey: Buffer; readonly secret: Buffer };

/** The environment of a portal that may call this service only, with keys of its own. */
export function pushEnvironment({ host }: PushServer) {
  const { publicKey, privateKey } = newVapidKeys();
  return {
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    VAPID_SUBJECT: "mailto:kezek@example.kz",
    PUSH_HOSTS: host,
  };
}

/** A push service on this machine (RFC 8030) that opens what it is given, as the browser would (RFC 8291). */
export async function startPushServer(at = 0): Promise<PushServer> {
  const browsers = new Map<string, Kept>();
  let status = 201;
  let requests = 0;
  let headers: Readonly<Record<string, string | string[] | undefined>> = {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests += 1;
      headers = request.headers;
      const browser = browsers.get(request.url ?? "");
      const own = `http://${request.headers.host ?? ""}`;
      const fits =
        browser !== undefined &&
        request.headers["content-encoding"] === "aes128gcm" &&
        Number(request.headers["ttl"]) > 0 &&
        isVapid(request.headers.authorization ?? "", own);
      if (fits && status === 201) browser.told.push(openPush(Buffer.concat(chunks), browser));
      response.writeHead(fits ? status : 403).end("said by the service");
    });
  });
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const join = (path: string, keys: TestBrowser["keys"], privateKey: Buffer) => {
    const made = { endpoint: `http://${host}${path}`, keys, told: [] as string[] };
    browsers.set(path, { ...made, privateKey, secret: Buffer.from(keys.auth, "base64url") });
    return made;
  };
  return {
    host,
    join,
    count: () => requests,
    last: () => headers,
    browser: () => {
      const pair = createECDH("prime256v1");
      pair.generateKeys();
      const secret = randomBytes(16);
      const path = `/push/${randomBytes(12).toString("base64url")}`;
      const p256dh = pair.getPublicKey().toString("base64url");
      const keys = { p256dh, auth: secret.toString("base64url") };
      return join(path, keys, pair.getPrivateKey());
    },
    answer: (next) => {
      status = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** RFC 8291 §3 and RFC 8188 §2, from the browser's side: written apart from what it checks. */
export function openPush(
  sealed: Buffer,
  browser: {
    readonly privateKey: Buffer;
    readonly secret: Buffer;
    readonly keys: { readonly p256dh: string };
  },
): string {
  const salt = sealed.subarray(0, 16);
  const size = sealed.readUInt32BE(16);
  const length = sealed.readUInt8(20);
  const sender = sealed.subarray(21, 21 + length);
  const record = sealed.subarray(21 + length);
  if (record.length > size) throw new Error("more than one record");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(browser.privateKey);
  const shared = pair.computeSecret(sender);
  const derive = (key: Uint8Array, with_: Uint8Array, info: Buffer, bytes: number) =>
    Buffer.from(hkdfSync("sha256", key, with_, info, bytes));
  const own = Buffer.from(browser.keys.p256dh, "base64url");
  const name = Buffer.from("WebPush: info\0");
  const ikm = derive(shared, browser.secret, Buffer.concat([name, own, sender]), 32);
  const key = derive(ikm, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(ikm, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const opener = createDecipheriv("aes-128-gcm", key, nonce);
  opener.setAuthTag(record.subarray(-16));
  const plain = Buffer.concat([opener.update(record.subarray(0, -16)), opener.final()]);
  const end = plain.lastIndexOf(2);
  if (end < 0 || plain.subarray(end + 1).some((byte) => byte !== 0)) throw new Error("padding");
  return plain.subarray(0, end).toString();
}

/** RFC 8292: signed by the key it names, for this service, not for longer than a day. */
function isVapid(header: string, origin: string): boolean {
  const found = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header);
  if (!found) return false;
  const [, head = "", body = "", signature = "", key = ""] = found;
  const point = Buffer.from(key, "base64url");
  const x = point.subarray(1, 33).toString("base64url");
  const y = point.subarray(33).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", x, y };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const claims: unknown = JSON.parse(Buffer.from(body, "base64url").toString());
  const { aud, exp, sub } = claims as { aud?: string; exp?: number; sub?: string };
  const left = (exp ?? 0) - Date.now() / 1000;
  return (
    aud === origin &&
    left > 0 &&
    left <= 86_400 &&
    sub !== undefined &&
    /^(?:mailto|https):/.test(sub) &&
    verify(
      "sha256",
      Buffer.from(`${head}.${body}`),
      { key: publicKey, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    )
  );
}
