import "./next-request.ts";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as attachmentRoute } from "#app/api/documents/attachments/[region]/[id]/route.ts";
import { GET as issuedRoute } from "#app/api/documents/issued/[region]/[id]/route.ts";
import { POST as changeRoute } from "#app/api/uploads/change/route.ts";
import { POST as completeRoute } from "#app/api/uploads/complete/route.ts";
import { POST as uploadRoute } from "#app/api/uploads/route.ts";
import { POST as ticketRoute } from "#app/api/uploads/tickets/route.ts";
import type { Actor } from "#lib/access/actor.ts";
import { attachmentsOfDraft } from "#lib/documents/attachment-views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import * as files from "#tests/support/hostile-files.ts";
import { type Household, nobody, openDraft, settle } from "../integration/documents/household.ts";

const visitor = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("#app/_request/actor.ts", () => ({ getActor: async () => visitor.actor }));

useTestDatabase();

let house: Household;
let draft: string;
beforeAll(async () => {
  house = await settle();
});
beforeEach(async () => {
  draft = await openDraft(house.akmola, house.olga);
  visitor.actor = house.olga;
});

const as = (actor: Actor) => {
  visitor.actor = actor;
};

const here = "http://localhost:3000";
// Node wants it said that a body is streamed; the types of the DOM do not know the word.
const streamed = { duplex: "half" };

function request(path: string, body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request(`${here}${path}`, {
    method: "POST",
    body,
    headers: { origin: here, ...headers },
  });
}

function form(fields: Record<string, string | Uint8Array>, fileName = "photo.jpg"): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") made.set(name, value);
    else made.set(name, new Blob([new Uint8Array(value)]), fileName);
  }
  return made;
}

async function ticket(changes: Record<string, unknown> = {}, headers = {}): Promise<Response> {
  const wish = { region: "akmola", draft, paper: "privilege", fileName: "a.jpg", size: 9 };
  return ticketRoute(
    request("/api/uploads/tickets", JSON.stringify({ ...wish, ...changes }), headers),
  );
}

async function ticketId(): Promise<string> {
  const answer = await ticket();
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { ticket: string }).ticket;
}

async function stored(): Promise<string> {
  const answer = await uploadRoute(
    request("/api/uploads", form({ ticket: await ticketId(), file: await files.phonePhoto() })),
  );
  const { attachment } = (await answer.json()) as { attachment: { id: string } };
  return attachment.id;
}

const show = (id: string, region = "akmola", query = "") =>
  attachmentRoute(new Request(`${here}/x${query}`), { params: Promise.resolve({ region, id }) });

describe("a ticket over HTTP", () => {
  test("is answered as the contract says", async () => {
    const light = { ...house.olga, strength: "light" as const };
    expect((await ticket({ region: "atlantis" })).status).toBe(404);
    expect((await ticket({ region: "oral" })).status).toBe(404);
    expect((await ticket({ size: -1 })).status).toBe(400);
    expect((await ticket({ size: 30_000_000 })).status).toBe(413);
    expect((await ticket({}, { origin: "https://evil.example" })).status).toBe(403);
    as(nobody);
    expect((await ticket()).status).toBe(401);
    as(light);
    expect((await ticket()).status).toBe(403);
    as(house.aigerim);
    expect((await ticket()).status).toBe(404);
  });

  test("sends the browser to our own route while there is no S3", async () => {
    const body: unknown = await (await ticket()).json();
    expect(body).toMatchObject({ url: "/api/uploads", complete: false, maxBytes: 10_000_000 });
  });
});

describe("a file over HTTP", () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array, number, string]>([
    ["a page named .jpg", () => files.html, 415, "file-type"],
    ["an SVG", () => files.svg, 415, "file-type"],
    ["a HEIC", files.heic, 415, "file-heic"],
    ["an empty file", () => new Uint8Array(), 422, "file-empty"],
    ["a bomb of pixels", files.pixelBomb, 422, "file-pixels"],
    ["12 megabytes", () => new Uint8Array(12_000_000), 413, "file-too-large"],
    ["30 megabytes", () => new Uint8Array(30_000_000), 413, "file-too-large"],
  ])("%s", async (_name, make, status, code) => {
    const body = form({ ticket: await ticketId(), file: await make() });
    const answer = await uploadRoute(request("/api/uploads", body));
    expect([answer.status, await answer.json()]).toEqual([status, { code }]);
    expect(await attachmentsOfDraft(house.olga, house.akmola, draft)).toMatchObject({ value: [] });
  });

  test("that says nothing of its length is stopped on the way", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    const answer = await uploadRoute(
      new Request(`${here}/api/uploads`, {
        method: "POST",
        body: endless,
        headers: { origin: here, "content-type": "multipart/form-data; boundary=x" },
        ...streamed,
      }),
    );
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(40_000_000);
  });

  test("is taken once; who asks again learns what became of it", async () => {
    const id = await ticketId();
    const photo = await files.phonePhoto();
    const send = () => uploadRoute(request("/api/uploads", form({ ticket: id, file: photo })));
    const first = await send();
    const second = await send();
    expect([first.status, second.status]).toEqual([201, 409]);
    const taken = (await first.json()) as { attachment: object };
    expect(await second.json()).toEqual({ code: "ticket-used", attachment: taken.attachment });
  });

  test("is not taken from a stranger, from nobody, or from another site", async () => {
    const id = await ticketId();
    const body = () => form({ ticket: id, file: files.pdf() });
    expect(
      (await uploadRoute(request("/api/uploads", body(), { origin: "https://evil.example" })))
        .status,
    ).toBe(403);
    expect((await uploadRoute(request("/api/uploads", body(), { origin: "null" }))).status).toBe(
      403,
    );
    as(house.aigerim);
    expect((await uploadRoute(request("/api/uploads", body()))).status).toBe(404);
    const complete = () => completeRoute(request("/x", JSON.stringify({ ticket: id })));
    expect((await complete()).status).toBe(404);
    as(nobody);
    expect((await uploadRoute(request("/api/uploads", body()))).status).toBe(401);
    expect((await complete()).status).toBe(401);
    as(house.olga);
    expect((await complete()).status).toBe(409);
    expect((await uploadRoute(request("/api/uploads", body()))).status).toBe(201);
  });

  test("is not taken out of what is no form", async () => {
    const broken = request("/api/uploads", "--x\r\nnonsense", {
      "content-type": "multipart/form-data; boundary=x",
    });
    expect((await uploadRoute(broken)).status).toBe(400);
    expect((await uploadRoute(request("/api/uploads", "{}"))).status).toBe(400);
    expect((await uploadRoute(request("/api/uploads", form({ ticket: "1" })))).status).toBe(400);
  });
});

describe("without JavaScript", () => {
  const returnTo = "/kk/akmola/apply/general?step=documents";
  const plain = (changes: Record<string, string | Uint8Array> = {}) =>
    uploadRoute(
      request(
        "/api/uploads",
        form({
          region: "akmola",
          draft,
          paper: "privilege",
          returnTo,
          file: files.pdf(),
          ...changes,
        }),
      ),
    );
  const ways = (answer: Response) => [answer.status, answer.headers.get("location")];

  test("a form leads back to its page with the outcome", async () => {
    expect(ways(await plain())).toEqual([
      303,
      "/kk/akmola/apply/general?step=documents&upload=taken&paper=privilege#paper-privilege",
    ]);
    expect(ways(await plain({ file: files.html }))).toEqual([
      303,
      "/kk/akmola/apply/general?step=documents&upload=file-type&paper=privilege#paper-privilege",
    ]);
  });

  test.each(["https://evil.example/", "//evil.example", "/kk/oral/apply", "/\\evil.example"])(
    "never to %s",
    async (away) => expect(ways(await plain({ returnTo: away }))).toEqual([201, null]),
  );

  test("files are moved and removed by forms as well", async () => {
    const attachment = await stored();
    const fields = { region: "akmola", attachment, paper: "privilege", returnTo };
    const press = (change: string, more = {}) =>
      changeRoute(request("/api/uploads/change", form({ ...fields, ...more, change })));
    expect((await press("up")).status).toBe(303);
    expect((await press("explode", { returnTo: "" })).status).toBe(400);
    as(house.aigerim);
    expect((await press("remove", { returnTo: "" })).status).toBe(404);
    as(nobody);
    expect((await press("remove", { returnTo: "" })).status).toBe(401);
    as(house.olga);
    expect((await press("remove", { region: "oral", returnTo: "" })).status).toBe(404);
    const gone = await press("remove", { returnTo: "" });
    expect([gone.status, await gone.json()]).toEqual([200, { attachments: [] }]);
    expect((await show(attachment)).status).toBe(404);
  });
});

test("an issued document is not there for nobody, strangers and other regions", async () => {
  const open = (region: string) =>
    issuedRoute(new Request(`${here}/x`), {
      params: Promise.resolve({ region, id: "0b0e5d4e-3f6c-4a55-9a8e-0d8d5c3e1f00" }),
    });
  expect((await open("akmola")).status).toBe(404);
  expect((await open("atlantis")).status).toBe(404);
  as(nobody);
  expect((await open("akmola")).status).toBe(401);
});

describe("a stored file over HTTP", () => {
  test("comes to its owner in a sandbox that nothing leaves and no cache keeps", async () => {
    const id = await stored();
    for (const query of ["", "?variant=preview"]) {
      const answer = await show(id, "akmola", query);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("image/jpeg");
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("cache-control")).toContain("no-store");
      const length = Number(answer.headers.get("content-length"));
      expect((await answer.arrayBuffer()).byteLength).toBe(length);
    }
  });

  test("is not there for anybody else", async () => {
    const id = await stored();
    expect((await show(id, "oral")).status).toBe(404);
    expect((await show(id, "atlantis")).status).toBe(404);
    expect((await show("../../x")).status).toBe(404);
    as(house.aigerim);
    expect((await show(id)).status).toBe(404);
    as(nobody);
    expect((await show(id)).status).toBe(401);
  });
});
