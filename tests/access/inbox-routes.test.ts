import "./next-request.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as deadlines } from "#app/[locale]/[region]/cabinet/applications/[number]/deadlines.ics/route.ts";
import { DELETE, POST } from "#app/api/push/subscriptions/route.ts";
import { db } from "#db/client.ts";
import { pushSubscription } from "#db/schema/notifications.ts";
import type { Actor } from "#lib/access/actor.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { pushEnvironment, type PushServer, startPushServer } from "#tests/support/push-server.ts";
import { type Household, nobody, settle } from "../integration/documents/household.ts";

// What the inbox's script and the link to the calendar call.

const visitor = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("#app/_request/actor.ts", () => ({
  getActor: async () => visitor.actor,
  signInPath: (_: unknown, back: string) => `/sign-in?return=${back}`,
}));

useTestDatabase();

const here = "http://localhost:3000";
let house: Household;
let service: PushServer;
beforeAll(async () => {
  house = await settle();
  service = await startPushServer();
  useTestEnvironment(pushEnvironment(service));
});
beforeEach(async () => {
  as(house.olga);
  await db().delete(pushSubscription);
});
afterAll(async () => {
  await service.stop();
  for (const name of ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT", "PUSH_HOSTS"])
    delete process.env[name];
  resetEnv();
});

function as(actor: Actor): void {
  visitor.actor = actor;
}

function told(method: "POST" | "DELETE", body: unknown, headers: Record<string, string> = {}) {
  const request = new Request(`${here}/api/push/subscriptions`, {
    method,
    body: JSON.stringify(body),
    headers: { origin: here, "content-type": "application/json", ...headers },
  });
  return method === "POST" ? POST(request) : DELETE(request);
}

function ofBrowser() {
  const { endpoint, keys } = service.browser();
  return { endpoint, keys, locale: "ru" };
}

describe("/api/push/subscriptions", () => {
  test("keeps this browser for whoever is signed in, and forgets it", async () => {
    const given = ofBrowser();
    expect((await told("POST", given)).status).toBe(201);
    expect(await db().select().from(pushSubscription)).toMatchObject([
      { personId: house.olga.personId, endpoint: given.endpoint },
    ]);
    as(house.aigerim);
    expect((await told("DELETE", { endpoint: given.endpoint })).status).toBe(204);
    expect(await db().select().from(pushSubscription)).toHaveLength(1);
    as(house.olga);
    expect((await told("DELETE", { endpoint: given.endpoint })).status).toBe(204);
    expect(await db().select().from(pushSubscription)).toEqual([]);
  });

  test("answers a visitor, a stranger's page and what is no subscription by the contract's numbers", async () => {
    const given = ofBrowser();
    const status = async (
      body: unknown,
      headers: Record<string, string> = {},
      method: "POST" | "DELETE" = "POST",
    ) => (await told(method, body, headers)).status;
    expect(await status(given, { origin: "https://evil.example" })).toBe(403);
    expect(await status({ endpoint: "x" }, { origin: "https://evil.example" }, "DELETE")).toBe(403);
    // What a form of another site could send without being asked first.
    expect(await status(given, { "content-type": "text/plain" })).toBe(415);
    expect(await status({ ...given, more: 1 })).toBe(400);
    expect(await status({})).toBe(400);
    expect(await status({ endpoint: 1 }, {}, "DELETE")).toBe(400);
    expect(await status({ ...given, endpoint: "http://127.0.0.1:5432/" })).toBe(422);
    expect(await status(given, { "content-length": "5000" })).toBe(413);
    as(nobody);
    expect(await status(given)).toBe(401);
    expect(await status({ endpoint: given.endpoint }, {}, "DELETE")).toBe(401);
    expect(await db().select().from(pushSubscription)).toEqual([]);
    expect(service.count()).toBe(0);
  });
});

describe("the calendar file", () => {
  const ask = (number = "111-26-000042") =>
    deadlines(new Request(here), {
      params: Promise.resolve({ locale: "ru", region: "akmola", number }),
    });

  test("of nobody's application is not there; a visitor is sent to sign in", async () => {
    expect((await ask()).status).toBe(404);
    as(nobody);
    const answer = await ask();
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([303, "no-store"]);
    expect(answer.headers.get("location")).toContain("/sign-in?return=/ru/akmola/cabinet");
  });
});
