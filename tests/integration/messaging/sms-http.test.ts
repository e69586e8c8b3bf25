import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpTransport, readHttpReceipt } from "#lib/messaging/sms-http.ts";
import type { Transport } from "#lib/messaging/outgoing.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import {
  type Gateway,
  gatewaySignature,
  gatewayToken,
  startGateway,
} from "#tests/support/sms-gateway.ts";

let gateway: Gateway;
let transport: Transport;

const envelope = { id: "a7000000-0000-4000-8000-000000000003", validSeconds: 600 };
const sms = { channel: "sms", to: "+77770001199", text: "Код ӘҒҚҢӨҰҮҺІ 4711" } as const;
const send = () => transport.send(sms, envelope);

beforeEach(async () => {
  gateway = await startGateway();
  useTestEnvironment({ NEXTAUTH_URL: "https://kezek.example.kz", SMS_URL: gateway.url() });
  transport = httpTransport(gateway.url());
});
afterEach(() => gateway.stop());

describe("the gateway", () => {
  test("gets the text, the number and where to tell of it, and no token in its address", async () => {
    expect(await send()).toEqual({ ok: true, value: { transportId: envelope.id } });
    expect(gateway.came).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: undefined }] = gateway.came;
    expect(body).toEqual({
      ...envelope,
      to: sms.to,
      text: sms.text,
      from: "KEZEK",
      receiptUrl: "https://kezek.example.kz/api/messages/receipts",
    });
    expect(headers).toMatchObject({
      authorization: `Bearer ${gatewayToken}`,
      "idempotency-key": envelope.id,
      "content-type": "application/json; charset=utf-8",
    });
  });

  test.each([
    [409, { ok: true }],
    [422, { ok: false, code: "rejected", detail: "http-422" }],
    [400, { ok: false, code: "later", detail: "http-400" }],
    [401, { ok: false, code: "later", detail: "http-401" }],
    [429, { ok: false, code: "later", detail: "http-429" }],
    [503, { ok: false, code: "later", detail: "http-503" }],
    [302, { ok: false, code: "later" }],
  ])("that answers %s", async (status, outcome) => {
    gateway.answers.push(status);
    expect(await send()).toMatchObject(outcome);
  });

  test("whose answer was lost takes the same number once", async () => {
    gateway.answers.push("cut");
    expect(await send()).toMatchObject({ ok: false, code: "later", detail: "no-answer" });
    expect(await send()).toMatchObject({ ok: true });
    expect(gateway.came).toHaveLength(2);
    expect(gateway.taken).toHaveLength(1);
  });

  test("that is down takes it when it is up", async () => {
    const { port } = gateway;
    await gateway.stop();
    expect(await send()).toMatchObject({ ok: false, code: "later" });
    gateway = await startGateway(port);
    expect(await send()).toMatchObject({ ok: true });
  });

  test("without a token is refused at the start", () => {
    expect(() => httpTransport("https://sms.example.kz/v1")).toThrow("token");
  });
});

describe("a receipt", () => {
  const body = JSON.stringify({ id: envelope.id, state: "delivered" });

  test("is read when it bears the gateway's signature", () => {
    expect(readHttpReceipt(body, gatewaySignature(body))).toEqual({
      transport: "http",
      id: envelope.id,
      state: "delivered",
    });
  });

  test.each([
    [body, null],
    [body, ""],
    [body, gatewaySignature(body, "another token")],
    [body.replace("delivered", "failed"), gatewaySignature(body)],
  ])("is not read without it", (text, signature) => {
    expect(readHttpReceipt(text, signature)).toBe("unsigned");
  });

  test.each(["", "[]", "{", '{"id":"1","state":"delivered"}', body.replace("delivered", "read")])(
    "that says something else is malformed: %s",
    (text) => {
      expect(readHttpReceipt(text, gatewaySignature(text))).toBe("malformed");
    },
  );

  test("is nobody's where messages do not go by HTTP", () => {
    useTestEnvironment({ SMS_URL: "smpp://kezek@127.0.0.1" });
    expect(readHttpReceipt(body, gatewaySignature(body))).toBe("no-gateway");
  });
});
