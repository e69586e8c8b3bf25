import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  deviceLook,
  formatLook,
  lookChoices,
  lookCss,
  lookSettings,
  parseLook,
  withSetting,
} from "#app/_ui/look.ts";
import type { Look } from "#app/_ui/look.ts";
import { GET, POST } from "#app/look.css/route.ts";

const anyLook: fc.Arbitrary<Look> = fc.record({
  theme: fc.constantFrom(...lookChoices.theme),
  size: fc.constantFrom(...lookChoices.size),
  contrast: fc.constantFrom(...lookChoices.contrast),
  spacing: fc.constantFrom(...lookChoices.spacing),
  motion: fc.constantFrom(...lookChoices.motion),
});

describe("the cookie of the appearance", () => {
  test("keeps every choice and is empty for the device's own", () => {
    fc.assert(
      fc.property(anyLook, (look) => {
        expect(parseLook(formatLook(look))).toEqual(look);
      }),
    );
    expect(formatLook(deviceLook)).toBe("");
  });

  test("ignores whatever it does not know", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const look = parseLook(text);
        for (const name of lookSettings) expect(lookChoices[name]).toContain(look[name]);
      }),
    );
    expect(withSetting(deviceLook, "__proto__", "x")).toEqual(deviceLook);
    expect(withSetting(deviceLook, "theme", "pink")).toEqual(deviceLook);
  });
});

describe("the style sheet of the appearance", () => {
  test("turns exactly one set of colours on, or leaves it to the device", () => {
    fc.assert(
      fc.property(anyLook, (look) => {
        const on = [...lookCss(look).matchAll(/--(day|night|sharp):initial;/g)].map(([, n]) => n);
        const expected =
          look.contrast === "high"
            ? ["sharp"]
            : { device: [], light: ["day"], dark: ["night"] }[look.theme];
        expect(on).toEqual(expected);
      }),
    );
  });

  test("is sent with the person's cookie and never shared", async () => {
    const answer = GET(
      new Request("http://x/look.css", { headers: { cookie: "a=b; kezek-look=size:huge" } }),
    );
    expect(answer.headers.get("cache-control")).toContain("private");
    expect(answer.headers.get("content-type")).toContain("text/css");
    expect(await answer.text()).toContain("font-size:150%");
    const again = GET(
      new Request("http://x/look.css", {
        headers: {
          cookie: "kezek-look=size:huge",
          "if-none-match": answer.headers.get("etag") ?? "",
        },
      }),
    );
    expect(again.status).toBe(304);
  });
});

describe("choosing without JavaScript", () => {
  const post = (headers: Record<string, string>, body: Record<string, string>) =>
    POST(
      new Request("http://portal.kz/look.css", {
        method: "POST",
        headers: { host: "portal.kz", ...headers },
        body: new URLSearchParams(body),
      }),
    );

  test("adds to what was chosen and comes back to the page", async () => {
    const answer = await post(
      { cookie: "kezek-look=size:large", referer: "http://portal.kz/kk/oral/help?x=1" },
      { theme: "dark", unknown: "thing" },
    );
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/kk/oral/help?x=1");
    expect(answer.headers.get("set-cookie")).toMatch(/^kezek-look=theme:dark\.size:large; /);
  });

  test.each([
    ["another site", "http://evil.kz/kk"],
    ["no site at all", "nonsense"],
  ])("does not send a visitor to %s", async (_, referer) => {
    expect((await post({ referer }, { theme: "dark" })).headers.get("location")).toBe("/");
  });

  test("does not take a path for a host", async () => {
    const answer = await post({ referer: "http://portal.kz//evil.kz/kk" }, { theme: "dark" });
    expect(answer.headers.get("location")).toBe("/evil.kz/kk");
  });
});
