import { afterEach, describe, expect, test } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { greetNcalayer, signWithNcalayer, type SigningOrder } from "#lib/eds/ncalayer-client.ts";

// The real npm package against a peer that answers word for word as told.

const order: SigningOrder = { contentBase64: "dGVzdA==", locale: "kk", purpose: "sign-in" };
const unknownModule = '{"success":false,"errorCode":"MODULE_NOT_FOUND"}';
const signed =
  '{"status":true,"body":{"result":["-----BEGIN CMS-----\\nAA==\\n-----END CMS-----\\n"]}}';

let server: WebSocketServer | undefined;
let requests: { module: string; args: Record<string, unknown> }[] = [];

type Answer = string | ((socket: WebSocket) => void);

async function peer(
  answer: Answer,
  greeting = '{"result":{"version":"1.4"}}',
  probe: Answer = unknownModule,
) {
  requests = [];
  const made = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server = made;
  made.on("connection", (socket) => {
    if (greeting) socket.send(greeting);
    socket.on("message", (data: Buffer) => {
      const request = JSON.parse(data.toString());
      requests.push(request);
      const now = request.module === "kz.gov.pki.knca.basics" ? answer : probe;
      if (typeof now === "string") socket.send(now);
      else now(socket);
    });
  });
  await new Promise<void>((resolve) => made.on("listening", () => resolve()));
  const address = made.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `ws://127.0.0.1:${address.port}`, testKeys: false };
}

afterEach(async () => {
  const old = server;
  server = undefined;
  if (!old) return;
  for (const socket of old.clients) socket.terminate();
  await new Promise<void>((resolve) => old.close(() => resolve()));
});

const askedFor = () => requests.find((r) => r.module === "kz.gov.pki.knca.basics")?.args;
const outcome = async (...args: Parameters<typeof signWithNcalayer>) => {
  const result = await signWithNcalayer(...args);
  return result.ok ? "signed" : result.code;
};

describe("greeting", () => {
  test("gives the version and opens no window", async () => {
    expect(await greetNcalayer(await peer(signed))).toEqual({ ok: true, value: "1.4" });
    expect(askedFor()).toBeUndefined();
  });

  test("nobody there", async () => {
    const { url } = await peer(signed);
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    server = undefined;
    expect(await greetNcalayer({ url })).toMatchObject({ ok: false, code: "absent" });
  });

  test("somebody who says nothing", async () => {
    const silent = await peer(signed, "");
    const greeted = await greetNcalayer({ ...silent, connectLimit: 50 });
    expect(greeted).toMatchObject({ ok: false, code: "absent" });
  });
});

describe("signing", () => {
  test("gives the CMS and asks for what the state's profile has", async () => {
    const result = await signWithNcalayer(order, await peer(signed));
    expect(result).toEqual({ ok: true, value: expect.stringContaining("BEGIN CMS") });
    expect(askedFor()).toEqual({
      allowedStorages: null,
      format: "cms",
      data: "dGVzdA==",
      signingParams: { decode: true, encapsulate: true, digested: false },
      signerParams: { extKeyUsageOids: ["1.2.398.3.3.4.1.1"] },
      locale: "kk",
    });
  });

  test("an application asks for the signing key of the person signed in; test keys only when told", async () => {
    const application: SigningOrder = { ...order, purpose: "application", iin: "910925490000" };
    await signWithNcalayer(application, { ...(await peer(signed)), testKeys: true });
    expect(askedFor()?.["signerParams"]).toEqual({
      extKeyUsageOids: ["1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.1"],
      iin: "910925490000",
      chain: [],
    });
  });

  test("says when the window opens", async () => {
    let opened = 0;
    await signWithNcalayer(order, { ...(await peer(signed)), onWindow: () => (opened += 1) });
    expect(opened).toBe(1);
  });

  test("can be done again after a failure, on a fresh line", async () => {
    expect(await outcome(order, await peer((s) => s.terminate()))).toBe("drop");
    expect(await outcome(order, await peer(signed))).toBe("signed");
  });
});

describe("each failure has its code", () => {
  test("nobody listens", async () => {
    const { url } = await peer(signed);
    const gone = server;
    server = undefined;
    await new Promise<void>((resolve) => gone?.close(() => resolve()));
    expect(await outcome(order, { url, testKeys: false })).toBe("absent");
  });
  test("a peer without a greeting", async () => {
    expect(await outcome(order, { ...(await peer(signed, "")), connectLimit: 50 })).toBe("absent");
  });
  test("a peer that swallows the probe of an unknown module, which hangs the package", async () => {
    const silent = await peer(signed, undefined, () => undefined);
    expect(await outcome(order, { ...silent, connectLimit: 50 })).toBe("absent");
  });
  test("cancelled in the window", async () => {
    expect(await outcome(order, await peer('{"status":true,"body":{}}'))).toBe("cancelled");
  });
  test("no suitable key", async () => {
    const answer = '{"status":false,"code":"SIGNING_FAILURE","message":"No suitable key"}';
    expect(await outcome(order, await peer(answer))).toBe("wrong-key");
  });
  test("NCALayer's own error, with its word", async () => {
    const answer = '{"status":false,"code":"GENERAL_ERROR","message":"x","details":"y"}';
    const result = await signWithNcalayer(order, await peer(answer));
    expect(result).toEqual({
      ok: false,
      code: "error",
      detail: { code: "error", reason: "GENERAL_ERROR" },
    });
  });
  test("an NCALayer without the module", async () => {
    const result = await signWithNcalayer(order, await peer(unknownModule));
    expect(result).toMatchObject({ code: "error", detail: { reason: "MODULE_NOT_FOUND" } });
  });
  test("an empty list instead of a signature", async () => {
    const result = await signWithNcalayer(
      order,
      await peer('{"status":true,"body":{"result":[]}}'),
    );
    expect(result).toMatchObject({ code: "error", detail: { reason: "EMPTY_RESULT" } });
  });
  test("the line breaks", async () => {
    expect(await outcome(order, await peer((socket) => socket.close()))).toBe("drop");
  });
  test("the window stays open for too long", async () => {
    expect(await outcome(order, { ...(await peer(() => undefined)), signLimit: 50 })).toBe(
      "timeout",
    );
  });
  test("the person gives up in the page; the line is closed", async () => {
    const control = new AbortController();
    let closed: Promise<void> | undefined;
    const waiting = await peer((socket) => {
      closed = new Promise((resolve) => socket.on("close", () => resolve()));
      control.abort();
    });
    expect(await outcome(order, { ...waiting, signal: control.signal })).toBe("cancelled");
    await closed;
  });
  test("a second window is refused while the first is open, and allowed after it", async () => {
    let answerFirst: (() => void) | undefined;
    const asked = Promise.withResolvers<void>();
    const options = await peer((socket) => {
      answerFirst = () => socket.send(signed);
      asked.resolve();
    });
    const first = outcome(order, options);
    await asked.promise;
    expect(await outcome(order, options)).toBe("busy");
    answerFirst?.();
    expect(await first).toBe("signed");
  });
});
