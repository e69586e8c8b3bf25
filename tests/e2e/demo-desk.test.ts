import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, describe, expect, inject, test } from "vitest";
import { problemsOf, useBrowser, withoutOurScripts } from "#tests/support/browser.ts";

const visitor = useBrowser();
const read = async (path: string) =>
  (await fetch(new URL(`/api/demo/${path}`, inject("portalUrl")))).json();
const put = (path: string, body: object) =>
  fetch(new URL(`/api/demo/${path}`, inject("portalUrl")), {
    method: "PUT",
    body: JSON.stringify(body),
  });

afterAll(async () => {
  await put("emulator", { reset: true });
  await put("registries", { all: "normal" });
  await put("responder", { mode: "normal" });
  await put("clock", { reset: true });
});

describe("the demo's desk", () => {
  test.each([
    ["kk", 360],
    ["ru", 1280],
    ["en", 360],
  ])("reads well in %s at %i px", async (lang, width) => {
    const page = await visitor.newPage({ viewport: { width, height: 800 } });
    await page.goto(`/demo?lang=${lang}`);
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(problemsOf(page)).toEqual([]);
    await page.context().close();
  });

  test("works without our scripts: who signs, what the emulator and the registers do, the clock", async () => {
    const page = await visitor.newPage();
    await withoutOurScripts(page);
    await page.goto("/demo?lang=en");

    await page.getByRole("button", { name: /^Sign with this key ?: Ким Сергей$/ }).click();
    await page.getByText("This key signs now").waitFor();
    expect(await read("emulator")).toMatchObject({
      chosen: { iin: "890117390005", algorithm: "gost", key: "valid" },
    });

    await page.locator("#emulator [name=key]").selectOption("revoked");
    await page.locator("#emulator [name=action]").selectOption("cancel");
    await page.locator("#emulator form button").click();
    await page.getByText("The emulator will answer so next time").waitFor();
    expect(await read("emulator")).toMatchObject({
      chosen: { iin: "890117390005", key: "revoked" },
      next: { deed: { action: "cancel" }, sticky: false },
    });
    expect(await page.locator("#emulator [name=key]").inputValue()).toBe("revoked");

    await page.locator("#registers [name=birth]").selectOption("silent");
    await page.locator("#registers [name=responder]").selectOption("down");
    await page.locator("#registers form button").click();
    await page.getByText("The registers will answer so").waitFor();
    expect(await read("registries")).toMatchObject({
      birth: { kind: "silent" },
      person: { kind: "normal" },
    });
    expect(await read("responder")).toEqual({ mode: "down" });

    await page.locator("#clock [name=instant]").fill("2027-03-01 09:00");
    await page.locator("#clock form").nth(1).getByRole("button").click();
    await page.locator("#clock").getByText("Saved").waitFor();
    expect((await read("clock")).now).toMatch(/^2027-03-01T04:00/);
    await page.locator("#clock [name=instant]").fill("soon");
    await page.locator("#clock form").nth(1).getByRole("button").click();
    await page.getByText("This time could not be read").waitFor();
    await page.context().close();
  });
});
