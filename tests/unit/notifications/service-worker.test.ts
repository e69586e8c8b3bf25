import { readFileSync } from "node:fs";
import { createContext, Script } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";

// public/sw.js as a browser runs it, with a browser's parts that only write down what they are asked.

type Told = { readonly title: string; readonly options: Record<string, unknown> };
type Listener = (event: Record<string, unknown>) => void;

const origin = "https://kezek.example";
let listeners: Map<string, Listener>;
let shown: Told[];
let opened: string[];
let focused: string[];
let tabs: string[];

beforeEach(() => {
  listeners = new Map();
  [shown, opened, focused, tabs] = [[], [], [], []];
  const self = {
    location: { origin },
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    registration: {
      showNotification: async (title: string, options: Record<string, unknown>) => {
        shown.push({ title, options });
      },
      // The one notice of the tag: the last that was shown and not put away.
      getNotifications: async () => shown.slice(-1).map(({ options }) => options),
    },
    clients: {
      matchAll: async () =>
        tabs.map((url) => ({
          url,
          focus: async () => {
            focused.push(url);
          },
        })),
      openWindow: async (url: string) => {
        opened.push(url);
      },
    },
  };
  new Script(readFileSync("public/sw.js", "utf8")).runInContext(
    createContext({ self, URL, caches: {}, fetch: () => undefined }),
  );
});

async function happens(name: string, event: Record<string, unknown>): Promise<void> {
  let work: unknown;
  const waitUntil = (promise: unknown) => {
    work = promise;
  };
  listeners.get(name)?.({ ...event, waitUntil });
  await work;
}

const push = (text: string | null) =>
  happens("push", {
    data: text === null ? null : { json: () => JSON.parse(text) as unknown },
  });

async function press(data: unknown): Promise<void> {
  await happens("notificationclick", { notification: { close: () => undefined, data } });
}

describe("a push message", () => {
  test("is shown with what the portal says, one notice for all", async () => {
    const path = "/ru/akmola/cabinet/inbox";
    const said = { title: "Kezek", body: "Новое сообщение", path, lang: "ru" };
    await push(JSON.stringify(said));
    expect(shown).toMatchObject([
      {
        title: "Kezek",
        options: { body: said.body, lang: "ru", tag: "kezek-inbox", data: { path } },
      },
    ]);
  });

  test("leads to its message, and to the list while another one is shown", async () => {
    const all = "/ru/akmola/cabinet/inbox";
    const one = JSON.stringify({ path: `${all}/1`, all });
    const two = JSON.stringify({ path: `${all}/2`, all });
    for (const text of [one, one, two, one]) await push(text);
    expect(shown.map(({ options }) => options["data"])).toEqual([
      { path: `${all}/1` },
      { path: `${all}/1` },
      { path: all },
      { path: all },
    ]);
  });

  test.each([null, "{", "[]", "{}"])("of another kind is shown all the same: %s", async (text) => {
    await push(text);
    expect(shown).toMatchObject([{ title: "Kezek", options: { body: "", data: { path: "/" } } }]);
  });
});

describe("pressing the notice", () => {
  const address = `${origin}/ru/akmola/cabinet/inbox`;

  test("opens the inbox, in the tab that has it", async () => {
    await press({ path: "/ru/akmola/cabinet/inbox" });
    expect([opened, focused]).toEqual([[address], []]);
    tabs = [`${origin}/ru/akmola/apply/general`, address];
    await press({ path: "/ru/akmola/cabinet/inbox" });
    expect([opened, focused]).toEqual([[address], [address]]);
  });

  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    7,
  ])("never leads away: %s", async (path) => {
    await press({ path });
    await press(undefined);
    expect(opened).toEqual([`${origin}/`, `${origin}/`]);
  });
});
