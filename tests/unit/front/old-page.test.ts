import { once } from "node:events";
import type { Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { frontServer, type Handler } from "#lib/front/server.ts";
import { parseEnv } from "#lib/platform/env.ts";
import { oldPageLock } from "#lib/platform/typed-note.ts";
import { unseal } from "#lib/platform/sealed.ts";

const secret = "0123456789abcdef0123456789abcdef";
const environment = parseEnv({
  APP_ENV: "test",
  NEXTAUTH_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: secret,
  REGISTRIES: "sandbox",
});
const path = "/kk/akmola/cabinet/profile";
const typed = { email: "жаңа@example.kz", phone: "+7 777 000 55 55" };

let server: Server | undefined;
afterEach(() => server?.close());

/** As Next answers: reads the form, then says that it does not know its action. */
function nextThat(knows: boolean): Handler {
  return async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    if (knows) return void response.end(`took ${bytes}`);
    response.setHeader("x-nextjs-action-not-found", "1");
    response.setHeader("content-type", "text/plain");
    response.statusCode = 409;
    response.end("Server Action unavailable.");
  };
}

type Post = {
  readonly fields?: Readonly<Record<string, string>>;
  readonly session?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

async function post(handler: Handler, { fields = typed, session, headers = {} }: Post) {
  server = frontServer(environment, handler);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const cookie = session === undefined ? "a=b" : `a=b; next-auth.session-token=${session}; c=d`;
  const answer = await fetch(`http://127.0.0.1:${address.port}${path}?first=1`, {
    method: "POST",
    body,
    headers: { origin: `http://127.0.0.1:${address.port}`, cookie, ...headers },
  });
  return { answer, text: await answer.text(), note: noteIn(answer) };
}

function noteIn(answer: Response): string | null {
  const set = answer.headers.getSetCookie().find((each) => each.startsWith("kezek-typed="));
  return set?.split(/[=;]/u)[1] ?? null;
}

const opened = (note: string | null, session = "s1", of = path) =>
  unseal(note ?? "", oldPageLock(secret, session, of), new Date());

describe("a form of an older release", () => {
  test("is answered in the reader's words, and the typing waits for its page", async () => {
    const { answer, text, note } = await post(nextThat(false), { session: "s1" });
    expect(answer.status).toBe(409);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).toContain('<html lang="kk">');
    expect(text).toContain("Енгізгеніңіз сақталды");
    expect(text).toContain(`href="${path}?first=1"`);
    expect(opened(note)).toEqual(typed);
    expect(opened(note, "s2")).toBeUndefined();
    expect(opened(note, "s1", "/kk/akmola/queue")).toBeUndefined();
  });

  test("keeps no secret and nothing unknown", async () => {
    const fields = { ...typed, password: "p", code: "1", $ACTION_REF_1: "" };
    const { note } = await post(nextThat(false), { fields, session: "s1" });
    expect(opened(note)).toEqual(typed);
  });

  test.each([
    ["nobody is signed in", {}],
    ["too much was posted", { session: "s1", fields: { email: "x".repeat(70_000) } }],
  ])("keeps nothing where %s, and says so", async (_, order) => {
    const { answer, text, note } = await post(nextThat(false), order);
    expect(answer.status).toBe(409);
    expect(note).toBeNull();
    expect(text).toContain("ештеңе жіберілген жоқ");
  });

  test("a page with scripts reads the header itself", async () => {
    const headers = { "next-action": "40".padEnd(42, "0") };
    const { answer, text, note } = await post(nextThat(false), { session: "s1", headers });
    expect(answer.headers.get("x-nextjs-action-not-found")).toBe("1");
    expect(text).toBe("Server Action unavailable.");
    expect(note).toBeNull();
  });
});

test("a form whose action is known passes whole", async () => {
  const { answer, text, note } = await post(nextThat(true), { session: "s1" });
  expect(answer.status).toBe(200);
  expect(text).toMatch(/^took \d{3}/u);
  expect(note).toBeNull();
});
