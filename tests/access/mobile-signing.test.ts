import { beforeEach, describe, expect, test } from "vitest";
import { cookieJar, destinationOf } from "./next-request.ts";
import { getActor } from "#app/_request/actor.ts";
import { enterByPhone } from "#app/[locale]/[region]/sign-in/egov-mobile/actions.ts";
import { POST as check } from "#app/[locale]/[region]/sign-in/egov-mobile/check/route.ts";
import { POST as start } from "#app/[locale]/[region]/sign-in/egov-mobile/start/route.ts";
import { GET as document, PUT as signed } from "#app/api/mgov/[id]/document/route.ts";
import { GET as first } from "#app/api/mgov/[id]/route.ts";
import { GET as state } from "#app/api/mgov/[id]/state/route.ts";
import { db } from "#db/client.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import { openSigning, type Phone, signOpened } from "#lib/demo/fake-phone.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { leafOf } from "#lib/eds/signing/demo-ca.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import { desc } from "drizzle-orm";
import { useTestDatabase } from "#tests/support/database.ts";
import { olga } from "#tests/integration/sign-in/gate.ts";
import { deskAuthority, useSignInDesk } from "./sign-in-desk.ts";

useTestDatabase();
useSignInDesk();

const origin = "http://localhost:3000";

/** The telephone on the line that the portal's own addresses answer. */
const phone: Phone = {
  portals: [origin],
  wire: async (address, init) => {
    const request = new Request(address, init);
    const [, id = "", place] =
      /^\/api\/mgov\/([^/]+)(\/document)?$/u.exec(new URL(address).pathname) ?? [];
    const params = { params: Promise.resolve({ id }) };
    if (place === undefined) return first(request, params);
    return request.method === "PUT" ? signed(request, params) : document(request, params);
  },
};

const finger =
  (variant: LeafVariant = "person") =>
  async (content: Uint8Array) => {
    const signer = leafOf(deskAuthority, olga.iin, "gost", variant);
    if (signer === undefined) throw new Error("no such key");
    return makeCms({ content, signer, attached: true });
  };

const portal = { params: Promise.resolve({ locale: "ru", region: "akmola" }) };

/** A form of the page, posted. @returns where it leads */
async function post(
  route: typeof start,
  fields: Readonly<Record<string, string>>,
  from: string | null = origin,
): Promise<string> {
  const headers = new Headers(from === null ? {} : { origin: from });
  const body = new URLSearchParams(fields);
  const answer = await route(new Request(`${origin}/x`, { method: "POST", headers, body }), portal);
  return answer.status === 303 ? (answer.headers.get("location") ?? "") : String(answer.status);
}

async function latest(): Promise<string> {
  const [row] = await db()
    .select({ id: mobileSigning.id })
    .from(mobileSigning)
    .orderBy(desc(mobileSigning.createdAt))
    .limit(1);
  return row?.id ?? "";
}

const page = "/ru/akmola/sign-in/egov-mobile";
const goal = "/ru/akmola/apply/general";
const api = (id: string) => `${origin}/api/mgov/${id}`;
const codeIn = (description: string) => /для входа: (\d{4})/u.exec(description)?.[1] ?? "";

async function howFar(id: string): Promise<string> {
  const answer = await state(new Request(`${api(id)}/state`), { params: Promise.resolve({ id }) });
  const body: unknown = await answer.json();
  return JSON.stringify(body);
}

beforeEach(() => cookieJar.clear());

describe("by the addresses that browser and telephone call", () => {
  test("one comes in and goes on to where one was going; no code stands in any address", async () => {
    const ask = encodeURIComponent(goal);
    expect(await post(start, { return: goal })).toBe(`${page}?return=${ask}`);
    const id = await latest();
    expect(await howFar(id)).toBe('{"state":"waiting","asksCode":true}');
    const opened = await openSigning(phone, `mobileSign:${api(id)}`);
    expect(await howFar(id)).toBe('{"state":"seen","asksCode":true}');
    const code = codeIn(opened.description);
    const form = { signing: id, return: goal };
    expect(await post(check, { ...form, code: "12" })).toBe(
      `${page}?return=${ask}&problem=not-a-code`,
    );
    expect(await signOpened(phone, opened, finger())).toEqual({ status: 200, body: "success" });
    expect(await howFar(id)).toBe('{"state":"signed","asksCode":true}');
    expect(await post(check, { ...form, code })).toBe(`${page}?return=${ask}`);
    expect((await getActor()).kind).toBe("anonymous");

    const entered = await destinationOf(() => enterByPhone("ru", "akmola", goal));
    expect(entered).toBe(`/ru/akmola/cabinet/profile?first=1&return=${ask}`);
    expect(await getActor()).toMatchObject({
      iin: olga.iin,
      strength: "strong",
      method: "egov-mobile",
    });
    expect([...cookieJar.keys()].toSorted()).toEqual(["kezek-device", "next-auth.session-token"]);
  });

  test("a telephone is answered as its protocol says", async () => {
    await post(start, {});
    const id = await latest();
    const params = { params: Promise.resolve({ id }) };
    const bare = async (route: typeof document, init: RequestInit = {}) =>
      (await route(new Request(`${api(id)}/document`, init), params)).status;
    expect(await bare(document)).toBe(401);
    const opened = await openSigning(phone, api(id));
    const authorization = `Bearer ${opened.token}`;
    expect(await bare(document, { headers: { authorization: `Basic ${opened.token}` } })).toBe(401);
    expect(await bare(document, { headers: { authorization } })).toBe(200);
    const put = { method: "PUT", headers: { authorization } };
    for (const body of ["no json", "{}", '{"documentsToSign":[]}']) {
      expect(await bare(signed, { ...put, body })).toBe(400);
    }
    expect((await signOpened(phone, opened, finger("expired"))).status).toBe(403);
    expect(await howFar(id)).toContain("refused");
    expect((await first(new Request(api(id)), params)).status).toBe(409);
    const nowhere = { params: Promise.resolve({ id: "00000000-0000-4000-8000-000000000000" }) };
    expect((await first(new Request(api("x")), nowhere)).status).toBe(404);
  });

  test("answers are kept by nobody on the way", async () => {
    await post(start, {});
    const id = await latest();
    const answer = await first(new Request(api(id)), { params: Promise.resolve({ id }) });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("nothing is told or given", () => {
  test("to another browser: neither how far it has come nor a way in", async () => {
    await post(start, {});
    const id = await latest();
    const opened = await openSigning(phone, api(id));
    await signOpened(phone, opened, finger());
    const code = codeIn(opened.description);
    cookieJar.clear();
    expect(await howFar(id)).toBe('{"code":"not-found"}');
    expect(await post(check, { signing: id, code })).toBe(`${page}?problem=late`);
    await post(start, {});
    expect(await howFar(id)).toBe('{"code":"not-found"}');
    expect(await post(check, { signing: id, code })).toContain("problem=not-signed");
    expect(await destinationOf(() => enterByPhone("ru", "akmola", null))).toContain("problem=late");
    expect((await getActor()).kind).toBe("anonymous");
  });

  test("to a form of another site", async () => {
    for (const route of [start, check]) {
      expect(await post(route, {}, "https://evil.example")).toBe("403");
      expect(await post(route, {}, null)).toBe("403");
    }
  });

  test("to an address outside the portal", async () => {
    expect(await post(start, { return: "//evil.example/ru/akmola" })).toBe(page);
  });
});
