import { createECDH, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arePushKeys, sealPush } from "#lib/messaging/push-encryption.ts";
import { mayCallPushEndpoint } from "#lib/messaging/push-endpoint.ts";
import { newVapidKeys, vapidOf } from "#lib/messaging/vapid.ts";
import { EnvironmentError } from "#lib/platform/env.ts";
import { openPush } from "#tests/support/push-server.ts";

const bytes = (text: string) => Buffer.from(text, "base64url");

// RFC 8291, section 5 and appendix A.
const example = {
  text: "When I grow up, I want to be a watermelon",
  keys: {
    p256dh:
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
  browserKey: "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
  salt: "DGv6ra1nlYgDCS1FRnbzlw",
  privateKey: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
  sealed:
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
};

describe("a push message", () => {
  test("is sealed as the RFC's own example", () => {
    const { text, keys, salt, privateKey, sealed, browserKey } = example;
    const made = sealPush(text, keys, { salt: bytes(salt), privateKey: bytes(privateKey) });
    expect(made.toString("base64url")).toBe(sealed);
    const secret = bytes(keys.auth);
    expect(openPush(made, { privateKey: bytes(browserKey), secret, keys })).toBe(text);
  });

  test("of any text is opened by its browser, and looks different every time", () => {
    const pair = createECDH("prime256v1");
    pair.generateKeys();
    const secret = randomBytes(16);
    const keys = {
      p256dh: pair.getPublicKey().toString("base64url"),
      auth: secret.toString("base64url"),
    };
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const [one, two] = [sealPush(text, keys), sealPush(text, keys)];
        expect(openPush(one, { privateKey: pair.getPrivateKey(), secret, keys })).toBe(
          Buffer.from(text).toString(),
        );
        expect(one.equals(two)).toBe(false);
      }),
    );
    expect(() => sealPush("a".repeat(4000), keys)).toThrow("one record");
    expect(sealPush("a".repeat(3_993), keys)).toHaveLength(4096);
  });

  test("needs a point of the curve and sixteen bytes", () => {
    const { keys } = example;
    expect(arePushKeys(keys)).toBe(true);
    expect(arePushKeys({ ...keys, auth: "BTBZMqHH6r4Tts7J" })).toBe(false);
    expect(arePushKeys({ ...keys, p256dh: keys.p256dh.slice(0, -4) })).toBe(false);
    const beside = bytes(keys.p256dh);
    beside[64] = (beside[64] ?? 0) ^ 1;
    expect(arePushKeys({ ...keys, p256dh: beside.toString("base64url") })).toBe(false);
    expect(arePushKeys({ p256dh: "", auth: "" })).toBe(false);
  });
});

describe("the address of a browser", () => {
  const may = (
    endpoint: string,
    changes: { PUSH_HOSTS?: string[]; APP_ENV?: "production" | "test" } = {},
  ) => mayCallPushEndpoint(endpoint, { PUSH_HOSTS: [], APP_ENV: "production", ...changes });

  test.each([
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc",
  ])("%s is a browser maker's", (endpoint) => {
    expect(may(endpoint)).toBe(true);
  });

  test.each([
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/fcm",
    "https://fcm.googleapis.com.evil.example/abc",
    "https://evilpush.apple.com.example/abc",
    "https://push.apple.com.evil.example/",
    "https://notify.windows.com/",
    "https://user:secret@fcm.googleapis.com/abc",
    "https://169.254.169.254/latest/meta-data",
    "https://127.0.0.1/",
    "https://localhost/",
    "http://127.0.0.1:5432/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "",
    `https://fcm.googleapis.com/${"a".repeat(1000)}`,
  ])("%s is never called", (endpoint) => {
    expect(may(endpoint)).toBe(false);
  });

  test("an installation's own list replaces ours; plain http is for tests alone", () => {
    const PUSH_HOSTS = ["push.example.kz", "127.0.0.1:4711"];
    expect(may("https://push.example.kz/1", { PUSH_HOSTS })).toBe(true);
    expect(may("https://fcm.googleapis.com/1", { PUSH_HOSTS })).toBe(false);
    expect(may("http://127.0.0.1:4711/1", { PUSH_HOSTS })).toBe(false);
    expect(may("http://127.0.0.1:4711/1", { PUSH_HOSTS, APP_ENV: "test" })).toBe(true);
    expect(may("http://127.0.0.1:4712/1", { PUSH_HOSTS, APP_ENV: "test" })).toBe(false);
  });
});

describe("the portal's keys", () => {
  const subject = "mailto:kezek@example.kz";
  const read = ({ publicKey, privateKey }: ReturnType<typeof newVapidKeys>) =>
    vapidOf({
      VAPID_PUBLIC_KEY: publicKey,
      VAPID_PRIVATE_KEY: privateKey,
      VAPID_SUBJECT: subject,
    });

  test("are a pair, or none, or stop the start", () => {
    const [one, two] = [newVapidKeys(), newVapidKeys()];
    expect(read(one)).toMatchObject({ publicKey: one.publicKey, subject });
    expect(() => read({ publicKey: one.publicKey, privateKey: two.privateKey })).toThrow(
      EnvironmentError,
    );
    const nothing = Buffer.alloc(32).toString("base64url");
    expect(() => read({ publicKey: one.publicKey, privateKey: nothing })).toThrow(
      "VAPID_PRIVATE_KEY",
    );
    expect(
      vapidOf({
        VAPID_PUBLIC_KEY: undefined,
        VAPID_PRIVATE_KEY: undefined,
        VAPID_SUBJECT: undefined,
      }),
    ).toBeNull();
  });
});
