import { afterEach, expect, test } from "vitest";
import { closeTransports, openTransports, transportOf } from "#lib/messaging/transport.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";

afterEach(async () => {
  await closeTransports();
  delete process.env["SMS_URL"];
  delete process.env["SMTP_URL"];
  resetEnv();
});
const nobody = () => Promise.resolve();

test("without an operator what is said stays in the outbox", () => {
  useTestEnvironment();
  expect([transportOf("sms")?.name, transportOf("email")?.name]).toEqual(["outbox", "outbox"]);
});

test.each([
  ["smpp://kezek@127.0.0.1:1", "smpp"],
  ["https://token@sms.example.kz/v1", "http"],
])("%s is a way of its own, made once", (address, name) => {
  useTestEnvironment({ SMS_URL: address });
  expect(transportOf("sms")?.name).toBe(name);
  expect(transportOf("sms")).toBe(transportOf("sms"));
  expect(transportOf("email")?.name).toBe("outbox");
});

test.each([
  ["SMS_URL", "smpp://127.0.0.1", "SMS_URL needs a user"],
  ["SMS_URL", "smpp://kezek:secret@127.0.0.1?window=many", "SMS_URL has a window"],
  ["SMS_URL", "https://sms.example.kz", "SMS_URL needs the gateway's token"],
  ["SMTP_URL", "smtp://127.0.0.1?from=Kezek", "SMTP_URL has a from"],
])("%s=%s stops the worker by name and without its secret", (name, address, words) => {
  useTestEnvironment({ [name]: address });
  expect(() => openTransports(nobody)).toThrow(words);
  expect(() => openTransports(nobody)).not.toThrow("secret");
});

test("over HTTP without TLS only on this machine", () => {
  useTestEnvironment({ SMS_URL: "http://token@127.0.0.1:8080/" });
  expect(transportOf("sms")?.name).toBe("http");
  useTestEnvironment({ SMS_URL: "http://token@sms.example.kz/" });
  expect(() => transportOf("sms")).toThrow("SMS_URL");
});
