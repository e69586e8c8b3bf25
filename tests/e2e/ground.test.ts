import { sql } from "drizzle-orm";
import { describe, expect, inject, test } from "vitest";
import { closeDb, db } from "#db/client.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { control, usePortalDatabase } from "#tests/support/portal.ts";

const visitor = useBrowser();
const get = (path: string, init?: RequestInit) => fetch(new URL(path, inject("portalUrl")), init);

describe("health", () => {
  test("alive and ready", async () => {
    expect(await (await get("/api/health/live")).json()).toEqual({ status: "ok" });
    expect(await (await get("/api/health/ready")).json()).toMatchObject({
      status: "ok",
      checks: { database: "ok", migrations: "ok", storage: "ok", jobs: "ok" },
    });
  });

  test("not ready when the database misses a migration", async () => {
    usePortalDatabase();
    const newest = sql`(select max(created_at) from drizzle.__drizzle_migrations)`;
    await db().execute(
      sql`update drizzle.__drizzle_migrations set created_at = created_at + 1 where created_at = ${newest}`,
    );
    try {
      const answer = await get("/api/health/ready");
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        checks: { database: "ok", migrations: "failed" },
      });
    } finally {
      await db().execute(
        sql`update drizzle.__drizzle_migrations set created_at = created_at - 1 where created_at = ${newest}`,
      );
      await closeDb();
    }
  });

  test("metrics are for this machine, not for what comes through a proxy", async () => {
    await get("/kk");
    expect(await (await get("/api/metrics")).text()).toContain("http_requests_total");
    expect((await get("/api/metrics", { headers: { "X-Forwarded-For": "10.0.0.1" } })).status).toBe(
      404,
    );
  });
});

describe("every page", () => {
  test.each([
    ["/kk", "still"],
    ["/ru", "still"],
    ["/ru/oral", "still"],
    ["/kk/akmola", "still"],
    ["/ru/akmola/help", "still"],
    ["/ru/akmola/sign-in", "still"],
    ["/ru/akmola/queue", "still"],
    ["/ru/akmola/help/ncalayer", "scripted"],
    ["/ru/akmola/sign-in/eds", "scripted"],
    ["/en/no-such-place", "scripted"],
  ])("%s runs under its own policy without a violation", async (path, kind) => {
    const page = await visitor.newPage();
    const response = await page.goto(path);
    const policy = response?.headers()["content-security-policy"] ?? "";
    // A still page has nothing inline that would need a hash or a nonce.
    expect(policy).toMatch(
      kind === "still" ? /script-src 'self';/ : /script-src 'self' '(sha256|nonce)-/,
    );
    expect(policy).not.toContain("unsafe");
    await page.waitForLoadState("networkidle");
    const violations = problemsOf(page).filter((problem) => !problem.includes("404 (Not Found)"));
    expect(violations).toEqual([]);
  });

  test("a script that somebody smuggled in does not run", async () => {
    const page = await visitor.newPage();
    await page.route("**/ru/oral", async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        "</body>",
        "<script>window.smuggled = true</script></body>",
      );
      await route.fulfill({ response, body });
    });
    await page.goto("/ru/oral");
    expect(await page.evaluate(() => "smuggled" in window)).toBe(false);
    expect(problemsOf(page).join()).toContain("Content Security Policy");
  });

  test("static pages are short-lived in shared caches, personal ones in none", async () => {
    expect((await get("/ru/oral")).headers.get("cache-control")).toContain("s-maxage=60");
    expect((await get("/ru/oral/sign-in")).headers.get("cache-control")).toContain("no-store");
  });

  test("carries the headers of docs/security.md and does not say what it is made with", async () => {
    const { headers } = await get("/ru/oral");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("x-request-id")).toMatch(/^[\w-]{16}$/);
  });
});

test("a killed web process is back by itself, and the portal with it", async () => {
  await control("web-crash");
  expect((await get("/api/health/ready")).status).toBe(200);
});
