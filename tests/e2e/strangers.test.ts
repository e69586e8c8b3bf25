import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga, sergey } from "./support/families.ts";
import { type Belongings, secretsOf, type Sent, settle } from "./support/one-family.ts";
import { type Stored, storedOf } from "./support/stored.ts";
import { signIn, walk } from "./support/walk.ts";

// Signed out, as the other parent, or from another region's address: no page, action, upload or document of a family's
// application can be reached, and no answer holds a word of it.

const visitor = useBrowser();
let family: Belongings;
let before: readonly Stored[];
const cookies = { nobody: "", sergey: "", olga: "" };

beforeAll(async () => {
  await cleanSlate();
  family = await as(olga.iin, "olga", settle);
  await as(sergey.iin, "sergey", signIn);
  before = await both();
});
afterAll(cleanSlate);

const strangers = [
  ["someone signed out", "nobody", "akmola"],
  ["the other parent", "sergey", "akmola"],
  ["the family itself, at another region's address", "olga", "oral"],
  ["the other parent, at another region's address", "sergey", "oral"],
] as const;

describe.each(strangers)("%s", (_, who, region) => {
  const root = `/ru/${region}`;

  test("opens no page of the application or of the draft", async () => {
    const { number, sent, open } = family;
    const form = `${root}/apply/sanatorium?draft=${open.draft}`;
    const application = `${root}/cabinet/applications/${number}`;
    const paths = [
      form,
      ...["applicant", "child", "documents", "review", "sign"].map(
        (step) => `${form}&step=${step}`,
      ),
      `${root}/apply/general?draft=${sent.draft}&step=review`,
      application,
      ...["info", "history", "documents"].map((tab) => `${application}?tab=${tab}`),
      `${application}?registered=1`,
      `${application}/notice`,
      `${application}/notice?document=${sent.notice}`,
    ];
    const faults: string[] = [];
    for (const path of paths) {
      faults.push(...(await faultsOf(await ask(who, path), path)));
      // The same page as the browser's router asks for it: always 200, the refusal stands inside.
      const bare = `${path}${path.includes("?") ? "&" : "?"}_rsc`;
      const inside = await (await ask(who, bare, { headers: { rsc: "1" } })).text();
      faults.push(...leaks(inside, bare));
    }
    expect(faults).toEqual([]);
  });

  test("finds nothing of it on pages that are open to everyone or are one's own", async () => {
    const paths = ["", "/apply", "/apply/sanatorium", "/queue", "/verify"];
    const own = ["/cabinet", "/cabinet/applications", "/cabinet/children"];
    const faults: string[] = [];
    for (const path of who === "olga" ? paths : [...paths, ...own]) {
      const answer = await ask(who, root + path);
      faults.push(...wrongStatus(answer, [200, 307], path));
      faults.push(...leaks(await answer.text(), root + path).filter(notOnes(who)));
    }
    expect(faults).toEqual([]);
  });

  test("gets no file and no document", async () => {
    const { sent, open } = family;
    const attachments = `/api/documents/attachments/${region}`;
    const paths = [...sent.files, open.file].flatMap((id) => [
      `${attachments}/${id}`,
      `${attachments}/${id}?variant=preview`,
    ]);
    const faults: string[] = [];
    paths.push(
      `/api/documents/issued/${region}/${sent.notice}`,
      `/api/documents/evidence/${region}/${sent.evidence}`,
    );
    for (const path of paths) {
      const answer = await ask(who, path);
      faults.push(...wrongStatus(answer, [who === "nobody" ? 401 : 404], path));
      faults.push(...leaks(await answer.text(), path));
    }
    expect(faults).toEqual([]);
  });

  test("saves, sends, signs and throws away nothing", async () => {
    const { open } = family;
    const form = `${root}/apply/sanatorium`;
    const values = { email: "stranger@example.kz" };
    const saved = await post(who, `${form}/save`, json({ draft: open.draft, values }));
    expect(saved.status).toBe(who === "nobody" ? 401 : 404);
    const faults: string[] = [];
    for (const step of ["applicant", "child", "documents", "review"]) {
      const fields = { draft: open.draft, step, go: "forward", email: "stranger@example.kz" };
      faults.push(...(await faultsOf(await post(who, `${form}/step`, fields), `${form}/step`)));
    }
    const discarded = await post(who, `${form}/discard`, { draft: open.draft });
    faults.push(...(await faultsOf(discarded, `${form}/discard`)));
    expect(faults).toEqual([]);
    expect(await both()).toEqual(before);
  });

  test("uploads nothing to it and takes nothing away", async () => {
    const { open } = family;
    const paper = "vkk-conclusion";
    const status = who === "nobody" ? 401 : 404;
    const wish = {
      region,
      draft: open.draft,
      paper,
      fileName: "a.jpg",
      mime: "image/jpeg",
      size: 9,
    };
    expect((await post(who, "/api/uploads/tickets", json(wish))).status).toBe(status);
    for (const change of ["remove", "up", "down"]) {
      const fields = { region, attachment: open.file, change };
      expect((await post(who, "/api/uploads/change", fields)).status).toBe(status);
    }
    const form = new FormData();
    for (const [name, value] of Object.entries({ region, draft: open.draft, paper })) {
      form.set(name, value);
    }
    form.set("file", new File(["x"], "a.jpg", { type: "image/jpeg" }));
    expect((await post(who, "/api/uploads", form)).status).toBe(status);
    const mine = await ask("olga", `/api/documents/attachments/akmola/${open.file}`);
    expect(mine.status).toBe(200);
  });

  test("repeats the posts of the signature in vain", async () => {
    expect(family.signing).toHaveLength(2);
    for (const sent of family.signing) {
      const text = await (await repeat(who, sent, region)).text();
      expect(leaks(text, sent.url + sent.body)).toEqual([]);
      expect(text).not.toContain("registered=1");
      expect(text).not.toContain("contentBase64");
    }
    expect(await both()).toEqual(before);
  });
});

test("the family itself reaches all of it", async () => {
  const { number, sent } = family;
  const page = await ask("olga", `/ru/akmola/cabinet/applications/${number}`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Артём");
  const [file = ""] = sent.files;
  const inside = await ask("olga", `/ru/akmola/cabinet/applications/${number}?_rsc`, {
    headers: { rsc: "1" },
  });
  expect(await inside.text()).toContain("Артём");
  // Both posts of the signature lead to what is registered.
  for (const each of family.signing) {
    expect(await (await repeat("olga", each, "akmola")).text()).toContain(number);
  }
  const faults: string[] = [];
  for (const path of [
    `/api/documents/attachments/akmola/${file}`,
    `/api/documents/attachments/akmola/${file}?variant=preview`,
    `/api/documents/issued/akmola/${sent.notice}`,
    `/api/documents/evidence/akmola/${sent.evidence}`,
  ]) {
    faults.push(...wrongStatus(await ask("olga", path), [200], path));
  }
  expect(faults).toEqual([]);
});

type Who = keyof typeof cookies;

async function as<T>(
  iin: string,
  who: Who,
  deed: (visit: ReturnType<typeof walk>) => Promise<T>,
): Promise<T> {
  await tellEmulator({ reset: true, signer: iin, algorithm: "gost", key: "valid" });
  const page = await visitor.newPage();
  const done = await deed(walk(page));
  const kept = await page.context().cookies();
  cookies[who] = kept.map(({ name, value }) => `${name}=${value}`).join("; ");
  await page.context().close();
  return done;
}

async function both(): Promise<readonly Stored[]> {
  return [await storedOf(family.sent.draft), await storedOf(family.open.draft)];
}

function ask(who: Who, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (cookies[who] !== "") headers.set("cookie", cookies[who]);
  return fetch(new URL(path, inject("portalUrl")), { ...init, headers, redirect: "manual" });
}

function json(value: object) {
  return JSON.stringify(value);
}

/** As a page of the portal posts it: a JSON text, or the fields of a form. */
function post(who: Who, path: string, body: string | FormData | Readonly<Record<string, string>>) {
  const headers = new Headers({ origin: inject("portalUrl") });
  if (typeof body === "string") headers.set("content-type", "application/json");
  const content =
    typeof body === "string" || body instanceof FormData ? body : new URLSearchParams(body);
  return ask(who, path, { method: "POST", headers, body: content });
}

/** A server action as the browser called it, with somebody else's session and maybe at another region's address. */
function repeat(who: Who, { url, headers, body }: Sent, region: string): Promise<Response> {
  const { pathname, search } = new URL(url);
  return ask(who, (pathname + search).replace("/akmola/", `/${region}/`), {
    method: "POST",
    headers: {
      "next-action": headers["next-action"] ?? "",
      "content-type": headers["content-type"] ?? "",
      accept: "text/x-component",
      origin: inject("portalUrl"),
    },
    body: body.replace('"akmola"', `"${region}"`),
  });
}

/** Words of the family in an answer; what the question itself said is no secret. */
function leaks(text: string, question: string): string[] {
  return secretsOf(family)
    .filter((secret) => text.includes(secret) && !question.includes(secret))
    .map((secret) => `${question} tells ${secret}`);
}

// A page says one's own name and IIN to oneself.
const notOnes = (who: Who) => (leak: string) => who !== "olga" || !leak.endsWith(olga.iin);

/** What is wrong with an answer that has to be a refusal: let in, sent to a strange place, or telling. */
async function faultsOf(answer: Response, path: string): Promise<string[]> {
  const text = await answer.text();
  const location = answer.headers.get("location");
  const astray = location !== null && !/\/sign-in|\/apply\/sanatorium\?/.test(location);
  return [
    ...wrongStatus(answer, [303, 307, 401, 403, 404], path),
    ...(astray ? [`${path} leads to ${location}`] : []),
    ...leaks(text, path),
  ];
}

function wrongStatus(answer: Response, allowed: readonly number[], path: string): string[] {
  return allowed.includes(answer.status) ? [] : [`${path} answers ${answer.status}`];
}
