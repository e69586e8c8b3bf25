import "./next-request.ts";
import { beforeAll, expect, test, vi } from "vitest";
import { GET } from "#app/api/documents/evidence/[region]/[application]/route.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { unzipped } from "#tests/unit/documents/unzip.ts";
import { lightly, registered, signedIn } from "../integration/applications/family.ts";
import { openPortals, sergey } from "../integration/sign-in/gate.ts";

const visitor = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("#app/_request/actor.ts", () => ({ getActor: async () => visitor.actor }));

useTestDatabase();

let olga: PersonActor;
let stranger: PersonActor;
let number: string;
let applicationId: string;
beforeAll(async () => {
  const { akmola } = await openPortals();
  olga = await signedIn(akmola);
  stranger = await signedIn(akmola, sergey.iin);
  ({ number, applicationId } = await registered(olga, akmola));
});

const take = async (actor: unknown, application = number, region = "akmola") => {
  visitor.actor = actor;
  const request = new Request(`http://localhost:3000/api/documents/evidence/${region}/x`);
  return await GET(request, { params: Promise.resolve({ region, application }) });
};

test("the owner gets an archive that no browser opens and no cache keeps", async () => {
  for (const response of [
    await take(olga),
    await take(olga, applicationId),
    await take(lightly(olga)),
  ]) {
    expect(response.status).toBe(200);
    const { headers } = response;
    expect(headers.get("content-type")).toBe("application/zip");
    expect(headers.get("content-disposition")).toMatch(new RegExp(`^attachment;.*${number}\\.zip`));
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("private, no-store");
    const files = unzipped(new Uint8Array(await response.arrayBuffer()));
    expect([...files.keys()]).toEqual(expect.arrayContaining(["data.json", "signature.cms"]));
  }
});

test("everybody else gets a refusal by the contract", async () => {
  const tries = [
    [anonymous("kk"), number, "akmola", 401],
    [stranger, number, "akmola", 404],
    [lightly(stranger), number, "akmola", 404],
    [olga, number, "oral", 404],
    [olga, number, "nowhere", 404],
    [olga, "26-11-999999", "akmola", 404],
  ] as const;
  for (const [actor, application, region, status] of tries) {
    expect((await take(actor, application, region)).status).toBe(status);
  }
});
