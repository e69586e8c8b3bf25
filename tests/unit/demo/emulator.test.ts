import { mkdtempSync, rmSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type DemoAuthority, openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { applyOrder, emulatorOrder, noSetting, takeAnswer } from "#lib/demo/emulator-answer.ts";
import { type Emulator, startEmulator } from "#lib/demo/emulator.ts";
import type { ResponderMode } from "#lib/demo/responder-mode.ts";
import { type Responder, startResponder } from "#lib/demo/responder.ts";
import { signWithNcalayer, type SigningOrder } from "#lib/eds/ncalayer-client.ts";
import { httpRevocation } from "#lib/eds/http-revocation.ts";
import { personVerifier } from "#lib/eds/production.ts";
import { loadTrustFolder } from "#lib/eds/trust-folder.ts";
import type { TrustStore } from "#lib/eds/trust-store.ts";
import { streebog512 } from "#lib/eds/streebog.ts";
import { verifySignedMessage } from "#lib/eds/verify.ts";

// The browser's own client, the emulator, the verifier and the responder, all real, over sockets.

const mother = "910925490000";
const father = "890117390005";
const content = Buffer.from("kezek-sign-in/1\nnonce=1\n");
const now = new Date("2026-11-22T08:00:00Z");

const folder = mkdtempSync(join(tmpdir(), "kezek-emulator-"));
let authority: DemoAuthority;
let trust: TrustStore;
let emulator: Emulator;
let responder: Responder;
let mode: ResponderMode = "normal";
let setting = noSetting;

beforeAll(async () => {
  authority = await openDemoAuthority(folder, now, [
    { iin: mother, surname: "КИМ", givenName: "ОЛЬГА", patronymic: "СЕРГЕЕВНА" },
    { iin: father, surname: "КИМ", givenName: "СЕРГЕЙ", patronymic: null },
  ]);
  const loaded = await loadTrustFolder(authority.trustFolder, { allowTestAuthorities: true });
  if (!loaded.ok) throw new Error(loaded.code);
  trust = loaded.value;
  responder = await startResponder({
    ca: authority,
    port: 0,
    now: async () => now,
    mode: async () => mode,
  });
  emulator = await startEmulator({
    ca: authority,
    wsPort: 0,
    wssPort: 0,
    now: async () => now,
    nextAnswer,
  });
});
afterEach(() => {
  setting = noSetting;
  mode = "normal";
});
afterAll(async () => {
  await emulator?.close();
  await responder?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function nextAnswer() {
  const { answer, after } = takeAnswer(setting);
  setting = after;
  return answer;
}

function tell(order: object): void {
  setting = applyOrder(setting, emulatorOrder.parse(order));
}

const signIn: SigningOrder = {
  purpose: "sign-in",
  locale: "ru",
  contentBase64: content.toString("base64"),
};
const application = (iin: string): SigningOrder => ({ ...signIn, purpose: "application", iin });

async function sign(order: SigningOrder = signIn) {
  return await signWithNcalayer(order, { url: emulator.wsUrl, testKeys: true, signLimit: 2_000 });
}

async function signAndVerify(order?: SigningOrder) {
  const signed = await sign(order);
  if (!signed.ok) return { code: signed.code, signer: null };
  const source = httpRevocation({ ocspUrl: responder.ocspUrl, crlUrls: responder.crlUrls });
  return await personVerifier(
    trust,
    source,
  )({ cms: Buffer.from(signed.value), content, purpose: "auth", at: now });
}

describe("signs for real", () => {
  test("the person who was told, in GOST by default", async () => {
    tell({ signer: father });
    expect(await signAndVerify()).toMatchObject({
      valid: true,
      code: "ok",
      signer: { iin: father, surname: "КИМ", patronymic: null, algorithm: "gost-2015-512" },
      checks: expect.arrayContaining([{ name: "revocation", result: "passed", detail: "ocsp" }]),
    });
  });

  test("in RSA on request", async () => {
    tell({ signer: mother, algorithm: "rsa" });
    expect(await signAndVerify()).toMatchObject({
      code: "ok",
      signer: { iin: mother, algorithm: "rsa-sha256" },
    });
  });

  test("nobody told: whom the page asks for, else the mother of the main journey", async () => {
    expect(await signAndVerify(application(father))).toMatchObject({
      code: "ok",
      signer: { iin: father },
    });
    expect(await signAndVerify()).toMatchObject({ code: "ok", signer: { iin: mother } });
  });

  test("detached, of a digest, several at once, and the text itself", async () => {
    const line = await open();
    const ask = async (data: unknown, signingParams: object) => {
      const answer = await line.ask({
        module: "kz.gov.pki.knca.basics",
        method: "sign",
        args: { format: "cms", data, signingParams },
      });
      const result: string[] = answer.body.result;
      return result.map((cms) => Buffer.from(cms));
    };
    const verified = (cms: Buffer | undefined, over = content) =>
      verifySignedMessage({
        cms: cms ?? Buffer.alloc(0),
        content: over,
        purpose: "sign",
        holder: "person",
        trust,
        at: now,
      }).code;
    const [detached] = await ask(content.toString("base64"), { decode: true });
    expect(verified(detached)).toBe("ok");
    const digest = Buffer.from(streebog512(content)).toString("base64");
    const [ofDigest] = await ask(digest, { decode: true, digested: true });
    expect(verified(ofDigest)).toBe("ok");
    const two = await ask(["YQ==", "Yg=="], { decode: true, encapsulate: true });
    expect(two.map((cms, n) => verified(cms, Buffer.from(n === 0 ? "a" : "b")))).toEqual([
      "ok",
      "ok",
    ]);
    const [literal] = await ask("YQ==", { encapsulate: true });
    expect(verified(literal, Buffer.from("YQ=="))).toBe("ok");
    line.close();
  });

  test("commonUtils: a CAdES in base64 and the key's facts", async () => {
    const line = await open();
    const utils = (method: string, args: unknown[]) =>
      line.ask({ module: "kz.gov.pki.knca.commonUtils", method, args });
    const { responseObject, code } = await utils("createCAdESFromBase64", [
      "PKCS12",
      "SIGNATURE",
      content.toString("base64"),
      true,
    ]);
    expect(code).toBe("200");
    expect(
      verifySignedMessage({
        cms: Buffer.from(responseObject),
        content,
        purpose: "sign",
        holder: "person",
        trust,
        at: now,
      }).code,
    ).toBe("ok");
    const info = (await utils("getKeyInfo", ["PKCS12"])).responseObject;
    expect(info).toMatchObject({ subjectCn: "КИМ ОЛЬГА", certNotBefore: "23.10.2026 13:00:00" });
    expect(info.pem).toContain("BEGIN CERTIFICATE");
    line.close();
  });
});

describe("a key that must be refused is refused by its own code", () => {
  const kinds = [
    ["revoked", "revoked"],
    ["expired", "expired"],
    ["not-yet-valid", "not-yet-valid"],
    ["rogue-ca", "untrusted-ca"],
    ["no-iin", "no-iin"],
    ["two-iins", "two-iins"],
    ["wrong-usage", "wrong-key-usage"],
  ] as const;
  const cases = (["gost", "rsa"] as const).flatMap((algorithm) =>
    kinds.map(([key, code]) => [algorithm, key, code] as const),
  );
  test.each(cases)("%s, %s → %s", async (algorithm, key, code) => {
    tell({ signer: mother, algorithm, key });
    expect(await signAndVerify()).toMatchObject({ code });
  });

  test("an organisation's key is not in the list, and forced it is refused", async () => {
    tell({ signer: mother, key: "organisation" });
    expect(await signAndVerify()).toMatchObject({ code: "wrong-key" });
    tell({ force: true });
    expect(await signAndVerify()).toMatchObject({ code: "not-a-person" });
  });

  test("another person's key is not in the list of an application", async () => {
    tell({ signer: father });
    expect(await signAndVerify(application(mother))).toMatchObject({ code: "wrong-key" });
  });

  test("somebody without a key", async () => {
    tell({ signer: "000000000000" });
    expect(await signAndVerify()).toMatchObject({ code: "wrong-key" });
  });
});

describe("misbehaves when told, once", () => {
  test.each([
    ["cancel", { cancel: true }, "cancelled"],
    ["an error", { error: "GENERAL_ERROR" }, "error"],
    ["a broken line", { drop: true }, "drop"],
    ["a window that stays open", { stall: true }, "timeout"],
  ])("%s", async (_, order, code) => {
    tell(order);
    const signLimit = code === "timeout" ? 60 : 2_000;
    const result = await signWithNcalayer(signIn, {
      url: emulator.wsUrl,
      testKeys: true,
      signLimit,
    });
    expect(result).toMatchObject({ ok: false, code });
    expect((await sign()).ok).toBe(true);
  });

  test("slowly, but it signs", async () => {
    tell({ slow: 30 });
    expect(await signAndVerify()).toMatchObject({ code: "ok" });
  });

  test("cancel and error in the words of commonUtils", async () => {
    const line = await open();
    const ask = () =>
      line.ask({
        module: "kz.gov.pki.knca.commonUtils",
        method: "createCAdESFromBase64",
        args: ["PKCS12", "SIGNATURE", "YQ==", true],
        uuid: "u",
      });
    tell({ cancel: true });
    expect(await ask()).toEqual({ code: "500", message: "action.canceled", uuid: "u" });
    tell({ error: true });
    expect(await ask()).toMatchObject({ code: "500", uuid: "u" });
    line.close();
  });
});

describe("the line", () => {
  test("greets, echoes the heartbeat, answers what it does not know, and remembers the page", async () => {
    const line = await open("https://portal.example");
    expect(line.greeting).toBe('{"result":{"version":"1.4"}}');
    line.send("--heartbeat--");
    expect(await line.next()).toBe("--heartbeat--");
    line.send("{");
    expect(JSON.parse(await line.next())).toMatchObject({ code: "COMMON_JSON_WRAPPING_EXCEPTION" });
    expect(await line.ask({ module: "no.such.module" })).toMatchObject({
      errorCode: "MODULE_NOT_FOUND",
    });
    expect(emulator.origins).toContain("https://portal.example");
    line.close();
  });

  test("over TLS under a certificate for this computer, issued by the demo's RSA authority", async () => {
    const { host } = new URL(emulator.wssUrl ?? "");
    const ca = (await authority.at(now)).rsa;
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(ca.root.certificate).toString("base64")}\n-----END CERTIFICATE-----\n`;
    for (const name of ["127.0.0.1", "localhost"]) {
      const status = await new Promise((resolve, reject) => {
        const asked = httpsRequest(
          { host: name, family: 4, port: host.split(":")[1], ca: pem },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        asked.on("error", reject).end();
      });
      expect(status).toBe(200);
    }
  });
});

test("a taken port leaves nothing of it behind", async () => {
  const taken = Number(new URL(emulator.wsUrl).port);
  const probe = await startEmulator({ ca: authority, wsPort: 0, now: async () => now, nextAnswer });
  const free = Number(new URL(probe.wsUrl).port);
  await probe.close();
  const options = { ca: authority, now: async () => now, nextAnswer };
  await expect(startEmulator({ ...options, wsPort: free, wssPort: taken })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  await (await startEmulator({ ...options, wsPort: free })).close();
});

describe("the responder", () => {
  const check = () => {
    tell({ signer: mother });
    return signAndVerify();
  };
  test("is down: revocation is unknown, and nothing is accepted silently", async () => {
    mode = "down";
    expect(await check()).toMatchObject({ valid: false, code: "revocation-unknown" });
  });
  test("gives lists too: a revoked key is found without OCSP", async () => {
    tell({ signer: mother, key: "revoked" });
    const signed = await sign();
    if (!signed.ok) throw new Error(signed.code);
    const source = httpRevocation({ ocspUrl: null, crlUrls: responder.crlUrls });
    expect(
      await personVerifier(
        trust,
        source,
      )({ cms: Buffer.from(signed.value), content, purpose: "auth", at: now }),
    ).toMatchObject({ code: "revoked" });
  });
  test("knows nothing else", async () => {
    const { origin } = new URL(responder.ocspUrl);
    expect((await fetch(`${origin}/elsewhere`)).status).toBe(404);
    expect((await fetch(responder.ocspUrl)).status).toBe(404);
  });
});

async function open(origin?: string) {
  const socket = new WebSocket(emulator.wsUrl, origin ? { origin } : {});
  const heard: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on("message", (data: Buffer) => {
    const text = data.toString();
    const first = waiting.shift();
    if (first) first(text);
    else heard.push(text);
  });
  const next = () =>
    new Promise<string>((resolve) => {
      const text = heard.shift();
      if (text === undefined) waiting.push(resolve);
      else resolve(text);
    });
  const greeting = await next();
  return {
    greeting,
    next,
    send: (text: string) => socket.send(text),
    ask: async (request: object) => {
      socket.send(JSON.stringify(request));
      return JSON.parse(await next());
    },
    close: () => socket.close(),
  };
}
