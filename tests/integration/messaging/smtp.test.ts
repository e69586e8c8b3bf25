import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { smtpTransport } from "#lib/messaging/smtp.ts";
import type { Transport } from "#lib/messaging/outgoing.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import {
  header,
  letterText,
  type MailServer,
  startMailServer,
} from "#tests/support/smtp-server.ts";

let server: MailServer;
let transport: Transport;

const id = "a7000000-0000-4000-8000-000000000002";
const letter = {
  channel: "email",
  to: "olga@example.kz",
  subject: "№ 111-26-000042 өтініш тіркелді: орын таңдаудың соңғы күні жиырма бесінші желтоқсан",
  text: "Сәлеметсіз бе, Әлия! ӘҒҚҢӨҰҮҺІ\n\n.\nПорталда ашу: https://kezek.kz/kk/akmola/cabinet",
} as const;

beforeEach(async () => {
  useTestEnvironment({ NEXTAUTH_URL: "https://kezek.example.kz" });
  server = await startMailServer();
  transport = smtpTransport(server.url());
});
afterEach(async () => {
  await transport.close?.();
  await server.stop();
});
const send = () => transport.send(letter, { id, validSeconds: null });

describe("a letter", () => {
  test("arrives with every Kazakh letter, its number and the word that no machine need answer", async () => {
    expect(await send()).toEqual({ ok: true, value: { transportId: `<${id}@kezek.example.kz>` } });
    const [taken] = server.taken;
    const raw = taken?.raw ?? "";
    expect(taken).toMatchObject({ to: letter.to, from: "kezek@example.kz" });
    expect(server.logins).toEqual([["portal", "s#cret"]]);
    expect(header(raw, "subject")).toBe(letter.subject);
    expect(letterText(raw)).toBe(letter.text);
    expect(header(raw, "message-id")).toBe(`<${id}@kezek.example.kz>`);
    expect(header(raw, "auto-submitted")).toBe("auto-generated");
    expect(header(raw, "from")).toBe("Kezek <kezek@example.kz>");
    expect(header(raw, "content-type")).toBe("text/plain; charset=utf-8");
    expect(Math.abs(Date.parse(header(raw, "date")) - Date.now())).toBeLessThan(60_000);
    // Lines longer than SMTP allows would be cut on the way.
    for (const line of raw.split("\r\n")) expect(line.length).toBeLessThan(200);
  });

  test.each([
    ["no-such-box", { code: "rejected", detail: "smtp-550" }],
    ["busy", { code: "later", detail: "smtp-451" }],
    ["full", { code: "later", detail: "smtp-552" }],
    ["hanging-up", { code: "unknown" }],
  ] as const)("to a server that is %s", async (mood, outcome) => {
    server.mood = mood;
    expect(await send()).toMatchObject({ ok: false, ...outcome });
    server.mood = "honest";
    expect(await send()).toMatchObject({ ok: true });
  });

  test("to a server that is down surely did not arrive, and arrives once it is up", async () => {
    const { port } = server;
    await server.stop();
    expect(await send()).toMatchObject({ ok: false, code: "later" });
    server = await startMailServer(port);
    expect(await send()).toMatchObject({ ok: true });
    expect(server.taken).toHaveLength(1);
  });
});

test("over the open network a letter goes encrypted or not at all", async () => {
  // 127.0.0.1 by another spelling, which the portal does not take for this machine.
  const elsewhere = smtpTransport(server.url().replace("127.0.0.1", "0.0.0.0"));
  expect(await elsewhere.send(letter, { id, validSeconds: null })).toMatchObject({
    ok: false,
    code: "later",
  });
  await elsewhere.close?.();
  expect(server.taken).toEqual([]);
  expect(server.logins).toEqual([]);
});
