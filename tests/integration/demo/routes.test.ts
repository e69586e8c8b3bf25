import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import * as clock from "#app/api/demo/clock/route.ts";
import * as emulator from "#app/api/demo/emulator/route.ts";
import * as outbox from "#app/api/demo/outbox/route.ts";
import * as registries from "#app/api/demo/registries/route.ts";
import * as responder from "#app/api/demo/responder/route.ts";
import { db } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { demoSetting } from "#db/schema/platform.ts";
import { newId } from "#lib/platform/ids.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { newLogKey, useTestEnvironment } from "#tests/support/environment.ts";

useTestDatabase();

const address = (path: string) => `http://localhost:3000/api/demo/${path}`;
const put = (body: unknown) =>
  new Request(address("x"), {
    method: "PUT",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const answer = async (response: Response) => ({
  status: response.status,
  body: await response.json(),
});

afterEach(async () => {
  await db().delete(demoSetting);
});

describe("in the demo", () => {
  test("the clock", async () => {
    const moved = await answer(await clock.PUT(put({ instant: "2027-01-10T09:00:00+05:00" })));
    expect(moved).toMatchObject({
      status: 200,
      body: { now: expect.stringMatching(/^2027-01-10T04:00:0/) },
    });
    expect((await answer(await clock.PUT(put({ advance: "1d" })))).body.now).toMatch(
      /^2027-01-11T04:00/,
    );
    expect(await answer(await clock.PUT(put({ reset: true })))).toMatchObject({
      body: { offsetMs: 0 },
    });
    expect(await answer(await clock.PUT(put({ instant: "soon" })))).toEqual({
      status: 422,
      body: { code: "clock-not-understood" },
    });
    expect((await answer(await clock.GET())).body.offsetMs).toBe(0);
  });

  test("the clock takes words as one types them, and what it has shown", async () => {
    expect((await answer(await clock.PUT(put("2027-01-10T04:00:00Z")))).body.now).toMatch(
      /^2027-01-10T04:00:0/,
    );
    expect((await answer(await clock.PUT(put("+P1M")))).body.now).toMatch(/^2027-02-10T04:00/);
    const shown = await (await clock.GET()).json();
    await clock.PUT(put("real"));
    expect((await answer(await clock.PUT(put(shown)))).body.now).toMatch(/^2027-02-10T04:00/);
  });

  test("the emulator, the registers and the responder", async () => {
    expect(
      await answer(await emulator.PUT(put({ signer: "910925490000", algorithm: "rsa" }))),
    ).toMatchObject({
      body: { chosen: { iin: "910925490000", algorithm: "rsa", key: "valid" }, next: null },
    });
    expect((await answer(await emulator.GET())).body.chosen.algorithm).toBe("rsa");
    expect((await answer(await emulator.PUT(put("cancel")))).body.next.deed.action).toBe("cancel");
    await registries.PUT(put({ person: "silent" }));
    expect((await answer(await registries.GET())).body.person).toEqual({ kind: "silent" });
    await responder.PUT(put({ mode: "down" }));
    expect((await answer(await responder.GET())).body).toEqual({ mode: "down" });
  });

  test.each([
    ["clock", clock.PUT],
    ["emulator", emulator.PUT],
    ["registries", registries.PUT],
    ["responder", responder.PUT],
  ])("%s: 400 for what is no JSON, 422 for what it says", async (_, PUT) => {
    expect((await PUT(put("{"))).status).toBe(400);
    const refused = await answer(await PUT(put({ nonsense: 1 })));
    expect(refused).toMatchObject({ status: 422, body: { code: "not-understood" } });
  });

  test("an SMS is answered as a telephone would", async () => {
    const post = (body: unknown) =>
      new Request(address("outbox"), { method: "POST", body: JSON.stringify(body) });
    expect(await answer(await outbox.POST(post({ from: "+77010000000", text: "1" })))).toEqual({
      status: 200,
      body: { outcome: "unknown" },
    });
    expect((await outbox.POST(post({ from: "+77010000000" }))).status).toBe(422);
  });

  describe("the outbox", () => {
    beforeAll(async () => {
      const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 8, minute));
      const shared = {
        locale: "ru",
        state: "sent",
        attempts: 1,
        params: { number: "AK-7", n: 214, code: "ABCD" },
      } as const;
      await db()
        .insert(message)
        .values([
          {
            ...shared,
            id: newId(),
            channel: "sms",
            recipient: "+77770001199",
            template: "registered",
            cause: "a",
            createdAt: at(1),
          },
          {
            ...shared,
            id: newId(),
            channel: "email",
            recipient: "olga@example.kz",
            template: "registered",
            cause: "a",
            createdAt: at(2),
          },
          {
            ...shared,
            id: newId(),
            channel: "sms",
            recipient: "+77017008345",
            template: "no-such-template",
            cause: "b",
            createdAt: at(3),
          },
        ]);
    });
    const read = async (query = "") =>
      (await answer(await outbox.GET(new Request(address(`outbox${query}`))))).body.messages;

    test("shows messages as they would be read, the newest first", async () => {
      expect(await read()).toMatchObject([
        { to: "+77017008345", text: "no-such-template" },
        {
          channel: "email",
          subject: expect.stringContaining("AK-7"),
          text: expect.stringContaining("214"),
        },
        { channel: "sms", subject: null, text: expect.stringContaining("AK-7") },
      ]);
    });

    test.each(["?to=%2B77770001199", "?to=+77770001199", "?to=87770001199"])(
      "of one phone: %s",
      async (query) => {
        expect(await read(query)).toMatchObject([{ to: "+77770001199" }]);
      },
    );

    test("of one address, and of nobody", async () => {
      expect(await read("?to=olga@example.kz")).toHaveLength(1);
      expect(await read("?to=nobody@example.kz")).toEqual([]);
    });
  });
});

describe("in production", () => {
  const production = {
    APP_ENV: "production",
    NEXTAUTH_URL: "https://portal.example",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    S3_ENDPOINT: "https://s3.example",
    S3_REGION: "kz",
    S3_BUCKET: "b",
    S3_ACCESS_KEY_ID: "k",
    S3_SECRET_ACCESS_KEY: "s",
    EDS_TRUST_DIR: "/trust",
    EDS_ALLOW_TEST_CA: "0",
    REGISTRIES: "shep",
    SHEP_URL: "https://shep.example",
    SHEP_SENDER_ID: "s",
    SHEP_PASSWORD: "p",
    LOG_SIGNING_KEY: newLogKey(),
    KEZEK_DIR: "",
  };

  test("none of these addresses exists, and nothing is stored", async () => {
    const before = { ...process.env };
    // The embedded server's role is refused in production as well; the name alone is changed, nothing connects.
    const url = new URL(process.env["DATABASE_URL"] ?? "");
    url.username = "portal";
    useTestEnvironment({ ...production, DATABASE_URL: url.href });
    try {
      const get = new Request(address("outbox"));
      const all = [
        clock.GET(),
        emulator.GET(),
        registries.GET(),
        responder.GET(),
        outbox.GET(get),
        outbox.POST(new Request(address("outbox"), { method: "POST", body: "{}" })),
        clock.PUT(put({ reset: true })),
        emulator.PUT(put({ cancel: true })),
        registries.PUT(put({ all: "down" })),
        responder.PUT(put({ mode: "down" })),
      ];
      expect((await Promise.all(all)).map(({ status }) => status)).toEqual(all.map(() => 404));
      const { saveEmulator, saveRegisters, setClock, chooseSigner } =
        await import("#app/demo/actions.ts");
      for (const action of [saveEmulator, saveRegisters, setClock, chooseSigner]) {
        await expect(action(new FormData())).rejects.toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
      }
    } finally {
      for (const name of Object.keys(production)) delete process.env[name];
      Object.assign(process.env, before);
      resetEnv();
    }
    expect(await db().select().from(demoSetting)).toEqual([]);
  });
});
