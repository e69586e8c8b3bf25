import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { queueStatistics } from "#db/schema/reports.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { inPortal } from "#tests/support/portal.ts";
import { history } from "../unit/reports/past-years.ts";
import { lookAt } from "./support/look.ts";
import { button, heading, link, walk } from "./support/walk.ts";

// The figures of a region with two years of history, and a forecast that leads to how it is made. The small demo has no
// history: what the night would have counted is put there.

const visitor = useBrowser();
let iin = "";
let code = "";

beforeAll(async () => {
  await inPortal(async () => {
    const portal = await portalBySlug("qosshy");
    if (portal === null) throw new Error("the demo has this portal");
    const tested = {
      cases: 180,
      hits: 153,
      asked: 600,
      silent: 132,
      width: 3,
      from: "2025-12-01",
      to: "2026-09-01",
    };
    const flows = history(60);
    await db()
      .update(queueStatistics)
      .set({ flows, tested })
      .where(eq(queueStatistics.regionId, portal.id));
    const [first] = await db()
      .select({ iin: person.iin, code: application.entryCode })
      .from(application)
      .innerJoin(person, eq(person.id, application.childId))
      .where(
        sql`${application.regionId} = ${portal.id} and ${application.status} = 'REGISTERED'
          and ${person.birthDate} between '2023-01-01' and '2024-12-31'`,
      )
      .orderBy(application.registeredAt)
      .limit(1);
    ({ iin, code } = first ?? { iin: "", code: "" });
  });
});

describe("the statistics page", () => {
  test.each([
    ["kk", 1280, true],
    ["ru", 360, true],
    ["ru", 360, false],
    ["en", 360, false],
  ] as const)(
    "reads well in %s at %d px, JavaScript %s",
    async (locale, width, javaScriptEnabled) => {
      const viewport = { width, height: 800 };
      const page = await visitor.newPage({ viewport, javaScriptEnabled });
      const visit = walk(page, locale, "qosshy");
      const { t } = visit;
      await page.goto(`${visit.root}`);
      await link(visit, "statistics.title").click();
      await heading(visit, "statistics.title");
      // A table to every picture, and the rate with the number of cases.
      const months = page.getByRole("table", { name: t("statistics.months.caption") });
      expect(await months.getByRole("row").count()).toBe(13);
      const waiting = page.getByRole("table", { name: t("statistics.waiting.caption") });
      expect(await waiting.getByRole("row").count()).toBeGreaterThan(4);
      expect(await page.locator("section:has(#forecast)").innerText()).toContain("153");
      if (javaScriptEnabled) await lookAt(page, "statistics");
      const api = await page.request.get("/api/v1/qosshy/statistics");
      expect(await api.json()).toMatchObject({ region: "qosshy", forecast: { cases: 180 } });
    },
  );

  test("says it in one sentence where there is no history", async () => {
    const visit = walk(await visitor.newPage(), "ru", "petropavl");
    await visit.page.goto(`${visit.root}/statistics`);
    await visit.page.getByText(visit.t("statistics.months.none")).waitFor();
    expect(await visit.page.getByText(visit.t("statistics.forecast.untested")).count()).toBe(1);
  });
});

test.each([true, false])(
  "who checks the queue is told when a place may come, and how that is known (JavaScript %s)",
  async (javaScriptEnabled) => {
    const viewport = { width: 360, height: 800 };
    const visit = walk(await visitor.newPage({ viewport, javaScriptEnabled }), "ru", "qosshy");
    const { page, t } = visit;
    await page.goto(`${visit.root}/queue`);
    await page.getByLabel(t("check.childIin")).fill(iin);
    await page.getByLabel(t("check.secondFact")).fill(code);
    await button(visit, "check.button").click();
    await page.getByText("(вероятность 80 %)").waitFor();
    if (javaScriptEnabled) await lookAt(page, "queue-forecast");
    await link(visit, "queue.forecast.how").click();
    await heading(visit, "statistics.title");
    expect(new URL(page.url()).hash).toBe("#forecast");
  },
);
