import { request as httpsRequest } from "node:https";
import { describe, expect, test } from "vitest";
import { startEmulator } from "#lib/demo/emulator.ts";
import { httpRevocation } from "#lib/eds/http-revocation.ts";
import { personVerifier } from "#lib/eds/production.ts";
import {
  content,
  desk,
  mother,
  nextAnswer,
  now,
  openLine,
  setMode,
  sign,
  signAndVerify,
  signIn,
  tell,
  useDesk,
} from "./desk.ts";

useDesk();

describe("misbehaves when told, once", () => {
  test.each([
    ["cancel", { cancel: true }, "cancelled"],
    ["an error", { error: "GENERAL_ERROR" }, "error"],
    ["a broken line", { drop: true }, "drop"],
    ["a window that stays open", { stall: true }, "timeout"],
  ])("%s", async (_, order, code) => {
    tell(order);
    const signLimit = code === "timeout" ? 60 : 2_000;
    const result = await sign(signIn, signLimit);
    expect(result).toMatchObject({ ok: false, code });
    expect((await sign()).ok).toBe(true);
  });

  test("slowly, but it signs", async () => {
    tell({ slow: 30 });
    expect(await signAndVerify()).toMatchObject({ code: "ok" });
  });

  test("cancel and error in the words of commonUtils", async () => {
    const line = await openLine();
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
    const line = await openLine("https://portal.example");
    expect(line.greeting).toBe('{"result":{"version":"1.4"}}');
    line.send("--heartbeat--");
    expect(await line.next()).toBe("--heartbeat--");
    line.send("{");
    expect(JSON.parse(await line.next())).toMatchObject({ code: "COMMON_JSON_WRAPPING_EXCEPTION" });
    expect(await line.ask({ module: "no.such.module" })).toMatchObject({
      errorCode: "MODULE_NOT_FOUND",
    });
    expect(desk.emulator.origins).toContain("https://portal.example");
    line.close();
  });

  test("over TLS under a certificate for this computer, issued by the demo's RSA authority", async () => {
    const { host } = new URL(desk.emulator.wssUrl ?? "");
    const ca = (await desk.authority.at(now)).rsa;
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
  const taken = Number(new URL(desk.emulator.wsUrl).port);
  const probe = await startEmulator({
    ca: desk.authority,
    wsPort: 0,
    now: async () => now,
    nextAnswer,
  });
  const free = Number(new URL(probe.wsUrl).port);
  await probe.close();
  const options = { ca: desk.authority, now: async () => now, nextAnswer };
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
    setMode("down");
    expect(await check()).toMatchObject({ valid: false, code: "revocation-unknown" });
  });
  test("gives lists too: a revoked key is found without OCSP", async () => {
    tell({ signer: mother, key: "revoked" });
    const signed = await sign();
    if (!signed.ok) throw new Error(signed.code);
    const source = httpRevocation({ ocspUrl: null, crlUrls: desk.responder.crlUrls });
    expect(
      await personVerifier(
        desk.trust,
        source,
      )({ cms: Buffer.from(signed.value), content, purpose: "auth", at: now }),
    ).toMatchObject({ code: "revoked" });
  });
  test("knows nothing else", async () => {
    const { origin } = new URL(desk.responder.ocspUrl);
    expect((await fetch(`${origin}/elsewhere`)).status).toBe(404);
    expect((await fetch(desk.responder.ocspUrl)).status).toBe(404);
  });
});
