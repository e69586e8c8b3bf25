import "./next-request.ts";
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as discardRoute } from "#app/[locale]/[region]/apply/[queueType]/discard/route.ts";
import { POST as saveRoute } from "#app/[locale]/[region]/apply/[queueType]/save/route.ts";
import { POST as startRoute } from "#app/[locale]/[region]/apply/[queueType]/start/route.ts";
import { POST as stepRoute } from "#app/[locale]/[region]/apply/[queueType]/step/route.ts";
import { POST as districtRoute } from "#app/[locale]/[region]/district/route.ts";
import { POST as lookRoute } from "#app/look.css/route.ts";
import { db } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { myDrafts } from "#lib/applications/drafts.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { anonymous } from "#lib/access/actor.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Portal } from "#lib/regions/views.ts";
import { draftFor, signedIn, values } from "../integration/applications/family.ts";
import { openPortals, sergey } from "../integration/sign-in/gate.ts";

// Forms that are plain posts, outside of Next's own check of where a server action comes from.

const visitor = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("#app/_request/actor.ts", async (original) => ({
  ...(await original<object>()),
  getActor: async () => visitor.actor,
}));

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let husband: PersonActor;
let draft: string;
beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  husband = await signedIn(akmola, sergey.iin);
});
beforeEach(async () => {
  visitor.actor = olga;
  await db().update(applicationDraft).set({ discardedAt: new Date() });
  draft = await draftFor(olga, akmola);
});

const here = "http://localhost:3000";
const form = "application/x-www-form-urlencoded";
const address = {
  params: Promise.resolve({ locale: "ru", region: "akmola", queueType: "general" }),
};

type Post = { readonly body: string; readonly type?: string; readonly headers?: object };

function post({ body, type = form, headers = { origin: here } }: Post): Request {
  const all = { "content-type": type, host: "localhost:3000", ...headers };
  return new Request(`${here}/ru/akmola/somewhere`, { method: "POST", body, headers: all });
}

const routes = {
  start: (request: Request) => startRoute(request, address),
  step: (request: Request) => stepRoute(request, address),
  save: (request: Request) => saveRoute(request, address),
  discard: (request: Request) => discardRoute(request, address),
  district: (request: Request) => districtRoute(request, address),
} as const;
type RouteName = keyof typeof routes;
const names = Object.keys(routes) as RouteName[];

/** What the portal's own page would send. */
function good(name: RouteName): Post {
  const typed = { ...values, phone: "+77770005555", "was.phone": "" };
  switch (name) {
    case "start":
      return { body: String(new URLSearchParams({ key: randomUUID(), confirmed: "on" })) };
    case "step":
      return { body: String(new URLSearchParams({ draft, step: "applicant", ...typed })) };
    case "save":
      return { body: JSON.stringify({ draft, values: typed }), type: "application/json" };
    case "discard":
      return { body: String(new URLSearchParams({ draft })) };
    case "district":
      return { body: "district=111000000" };
  }
}

async function drafts(): Promise<string> {
  const found = await myDrafts(olga, akmola.id);
  return JSON.stringify(found.ok ? found.value.map(({ id, values: kept }) => [id, kept]) : found);
}

describe.each(names)("%s", (name) => {
  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["a frame without an origin", { origin: "null" }],
    ["nobody knows where", {}],
    ["the same name without TLS, or with", { origin: "https://localhost:3000" }],
    ["a site that only calls itself ours", { origin: "http://localhost:3000.evil.example" }],
  ])("sent by %s changes nothing", async (_where, headers) => {
    const before = await drafts();
    const answer = await routes[name](post({ ...good(name), headers }));
    expect(answer.status).toBe(403);
    expect(answer.headers.has("set-cookie")).toBe(false);
    expect(await drafts()).toBe(before);
  });

  test.each([
    ["rubbish", { body: "\u0000%%%", type: "multipart/form-data; boundary=x" }],
    ["a body of another kind", { body: "<a/>", type: "text/xml" }],
    ["half a JSON", { body: '{"draft":', type: "application/json" }],
  ])("%s is 400 and no error of ours", async (_what, sent) => {
    const before = await drafts();
    expect((await routes[name](post(sent))).status).toBe(400);
    expect(await drafts()).toBe(before);
  });

  test("sent by a page of the portal works, and no cache keeps the answer", async () => {
    const answer = await routes[name](post(good(name)));
    expect(answer.status).toBe(name === "save" ? 200 : 303);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const location = answer.headers.get("location");
    expect(location ?? "/ru/akmola").toMatch(/^\/ru\/akmola(\/|$)/);
  });
});

describe.each(["start", "step", "discard"] as const)("%s", (name) => {
  test("leads a visitor to sign in and changes nothing", async () => {
    const sent = good(name);
    const before = await drafts();
    visitor.actor = anonymous("ru");
    const answer = await routes[name](post(sent));
    expect(answer.headers.get("location")).toMatch(/^\/ru\/akmola\/sign-in/);
    expect(await drafts()).toBe(before);
  });
});

test.each(["step", "save", "discard"] as const)(
  "%s does nothing to the draft of another parent",
  async (name) => {
    const sent = good(name);
    const before = await drafts();
    visitor.actor = husband;
    await routes[name](post(sent));
    expect(await drafts()).toBe(before);
  },
);

test("save tells a visitor 401 and another parent 404", async () => {
  visitor.actor = anonymous("ru");
  expect((await routes.save(post(good("save")))).status).toBe(401);
  visitor.actor = husband;
  expect((await routes.save(post(good("save")))).status).toBe(404);
});

describe("the appearance", () => {
  test("of a form that cannot be read is 400", async () => {
    const sent = post({ body: "x", type: "multipart/form-data; boundary=x" });
    expect((await lookRoute(sent)).status).toBe(400);
  });

  test.each([
    [`${here}/ru/akmola?x=1`, "/ru/akmola?x=1"],
    ["https://evil.example/ru", "/"],
    [`${here}//evil.example`, "/evil.example"],
    [`${here}/\\evil.example`, "/evil.example"],
    ["javascript:alert(1)", "/"],
    ["nonsense", "/"],
  ])("chosen on %s leads to %s", async (referer, path) => {
    const answer = await lookRoute(post({ body: "size=large", headers: { referer } }));
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(path);
  });
});
