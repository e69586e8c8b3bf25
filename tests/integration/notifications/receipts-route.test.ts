import { afterAll, beforeAll, expect, test } from "vitest";
import { POST } from "#app/api/messages/receipts/route.ts";
import { db } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { newId } from "#lib/platform/ids.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { type Gateway, gatewaySignature, startGateway } from "#tests/support/sms-gateway.ts";
import { jobs, workOff } from "./working-off.ts";

useTestDatabase();

const now = new Date();
const id = newId();
const body = JSON.stringify({ id, state: "delivered" });
let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
  useTestEnvironment({ SMS_URL: gateway.url() });
  await db().insert(message).values({
    id,
    channel: "sms",
    recipient: "+77770001199",
    locale: "en",
    template: "recovery-tried",
    params: {},
    cause: "test",
    state: "queued",
    attempts: 0,
    createdAt: now,
  });
});
afterAll(async () => {
  await gateway.stop();
  delete process.env["SMS_URL"];
  resetEnv();
});

const tell = async (text: string, signature: string | null = gatewaySignature(text)) => {
  const headers = signature === null ? {} : { "x-signature": signature };
  const request = new Request("http://localhost:3000/api/messages/receipts", {
    method: "POST",
    headers,
    body: text,
  });
  return (await POST(request)).status;
};

test("the gateway's word reaches the message, once it is signed", async () => {
  const { sendMessage } = await import("#lib/notifications/send-message.ts");
  await sendMessage({ messageId: id });
  expect(gateway.taken).toMatchObject([{ id, text: expect.stringContaining("Not you?") }]);

  expect(await tell(body, null)).toBe(401);
  expect(await tell(body, gatewaySignature(body, "guessed"))).toBe(401);
  expect(await tell("{}")).toBe(400);
  expect(await tell(JSON.stringify({ id, state: "delivered", more: "x".repeat(5_000) }))).toBe(413);
  expect(await jobs()).toEqual([]);

  expect(await tell(body)).toBe(202);
  expect(await tell(body)).toBe(202);
  expect(await workOff(now)).toEqual([]);
  const rows = await db().select().from(message);
  expect(rows).toMatchObject([{ state: "delivered", deliveredAt: now, transportId: `http:${id}` }]);
});

test("where messages go another way there is no such address", async () => {
  useTestEnvironment({ SMS_URL: "smpp://kezek@127.0.0.1" });
  expect(await tell(body)).toBe(404);
});
