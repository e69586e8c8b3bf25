import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { inboxItem, message, pushSubscription } from "#db/schema/notifications.ts";
import { person } from "#db/schema/people.ts";
import { region } from "#db/schema/regions.ts";
import { notify } from "#lib/notifications/notify.ts";
import { newId } from "#lib/platform/ids.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { inPortal } from "#tests/support/portal.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { button, heading, link, type Walk, walk } from "./support/walk.ts";
import { browserOf, type Reader, readers } from "./support/ways-in.ts";

// What the portal has told a parent: found in the cabinet, read there, with what became of it on the way.

const visitor = useBrowser();
beforeEach(async () => {
  await cleanSlate();
  await inPortal(async () => {
    await db().delete(inboxItem);
    await db().delete(message);
    await db().delete(pushSubscription);
  });
});
afterAll(cleanSlate);

async function signedIn(reader: Reader): Promise<Walk> {
  const { language } = reader;
  const first = await visitor.newPage();
  await signInAs(first, { iin: olga.iin, language });
  const storageState = await first.context().storageState();
  await first.context().close();
  // Of the sign-in itself.
  await inPortal(() => db().delete(inboxItem));
  return walk(await visitor.newPage({ ...browserOf(reader), storageState }), language);
}

const number = "111-26-000042";

/** Four messages: delivered and not, for the morning, nowhere but here, and a code. */
async function tellOlga(): Promise<void> {
  await inPortal(async () => {
    const [who] = await db().select().from(person).where(eq(person.iin, olga.iin));
    const [where] = await db().select().from(region).where(eq(region.slug, "akmola"));
    if (!who || !where) throw new Error("the demo has no Olga");
    const common = {
      personId: who.id,
      regionId: where.id,
      phone: "+77770001199",
      email: "olga.kim@example.kz",
      locale: "kk" as const,
    };
    const now = Date.now();
    const ago = (minutes: number) => new Date(now - minutes * 60_000);
    await transaction(async (tx) => {
      const registered = {
        template: "registered" as const,
        params: { number, n: 17, code: "7KXR24BD" },
      };
      await notify(tx, { ...common, ...registered, cause: "e2e:1", asked: true }, ago(300));
      const code = { template: "code" as const, params: { code: "4711" } };
      await notify(tx, { ...common, ...code, cause: "e2e:2", email: null }, ago(200));
      const linked = { template: "linked" as const, params: {} };
      await notify(tx, { ...common, ...linked, cause: "e2e:3", phone: null, email: null }, ago(90));
      const withdrawn = { template: "withdrawn" as const, params: { number } };
      await notify(tx, { ...common, ...withdrawn, cause: "e2e:4" }, ago(5));
    });
    const at = new Date(now + 8 * 3_600_000);
    const rows = await db().select().from(message);
    for (const row of rows) {
      const states: Readonly<Record<string, Partial<typeof row>>> = {
        "e2e:1 sms": { state: "delivered" as const, sentAt: ago(299), deliveredAt: ago(298) },
        "e2e:1 email": { state: "failed" as const, failure: "smtp-550" },
        "e2e:4 sms": { state: "queued" as const, notBefore: at },
      };
      const sent = { state: "sent" as const, sentAt: ago(3) };
      const state = states[`${row.cause} ${row.channel}`] ?? sent;
      await db().update(message).set(state).where(eq(message.id, row.id));
    }
  });
}

const desk = readers.filter(({ javaScript }) => !javaScript);

describe.each(desk)("$language, $width px, JavaScript $javaScript", (reader) => {
  test("a parent finds what was said, how it came, and what it is about", async () => {
    const visit = await signedIn(reader);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/inbox`);
    await heading(visit, "inbox.title");
    await page.getByText(t("empty.inbox")).waitFor();

    await tellOlga();
    await page.goto(`${root}/cabinet`);
    await page
      .getByText(t("inbox.unread", { n: 3 }))
      .first()
      .waitFor({ state: "attached" });
    await page
      .getByRole("main")
      .getByRole("link", { name: new RegExp(t("inbox.title")) })
      .last()
      .click();
    await heading(visit, "inbox.title");
    const main = page.getByRole("main");
    const said = (await main.innerText()).replaceAll("\u00a0", " ");
    for (const words of [
      "+777****1199",
      t("inbox.failure.noAddress"),
      t("inbox.onlyHere"),
      t("inbox.secret.code.subject"),
    ]) {
      expect(said).toContain(words);
    }
    expect(said).not.toContain("4711");
    expect(said).not.toContain("olga.kim@");
    expect(await page.getByText(t("inbox.new"), { exact: true }).count()).toBe(3);

    await page.locator("article").first().getByRole("link").click();
    const subject = t("message.mail.withdrawn.subject", { number });
    await page.getByRole("heading", { level: 1, name: subject }).waitFor();
    expect(await link(visit, "inbox.open").getAttribute("href")).toBe(
      `${root}/cabinet/applications/${number}`,
    );
    await link(visit, "inbox.all").last().click();
    await heading(visit, "inbox.title");
    expect(await page.getByText(t("inbox.new"), { exact: true }).count()).toBe(2);
    await button(visit, "inbox.readAll").click();
    await heading(visit, "inbox.title");
    expect(await page.getByText(t("inbox.new"), { exact: true }).count()).toBe(0);
    expect(await button(visit, "inbox.readAll").count()).toBe(0);
    expect(problemsOf(page)).toEqual([]);
  });
});

test.each(readers.filter((reader) => reader.javaScript))(
  "axe finds nothing: $language, $width px",
  async (reader) => {
    const visit = await signedIn(reader);
    const { page, root, t } = visit;
    await page.goto(`${root}/cabinet/inbox`);
    await lookAt(page, "inbox-empty");
    await tellOlga();
    await inPortal(async () => {
      const [who] = await db().select().from(person).where(eq(person.iin, olga.iin));
      const keys = { p256dh: "x", auth: "x", locale: "kk" as const };
      const about = { device: "Chrome · Android", createdAt: new Date() };
      await db()
        .insert(pushSubscription)
        .values({ id: newId(), personId: who?.id ?? "", endpoint: "x", ...keys, ...about });
    });
    await page.goto(`${root}/cabinet/inbox`);
    await lookAt(page, "inbox");
    await page.locator("article").last().getByRole("link").click();
    await page.getByRole("heading", { name: t("inbox.delivery") }).waitFor();
    await lookAt(page, "inbox-message");
    await page.goto(`${root}/cabinet`);
    await lookAt(page, "cabinet-unread");
    await page.goto(`${root}/cabinet/inbox`);
    await page
      .getByRole("button", { name: new RegExp(`^${t("inbox.push.remove")}`) })
      .first()
      .click();
    await page.getByText(t("inbox.push.removed")).waitFor();
    expect(await inPortal(() => db().select().from(pushSubscription))).toEqual([]);
  },
);

test.each(desk)(
  "a deadline goes into the family's own calendar: $language, $width px, JavaScript $javaScript",
  async (reader) => {
    const { language } = reader;
    const first = await visitor.newPage();
    await signInAs(first, { iin: "870612490009", language, region: "oral" });
    const storageState = await first.context().storageState();
    await first.context().close();
    const options = { ...browserOf(reader), storageState };
    const visit = walk(await visitor.newPage(options), language, "oral");
    const { page, root } = visit;
    await page.goto(`${root}/cabinet`);
    await page.getByRole("link", { name: /\d{6}/ }).first().click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    const coming = page.waitForEvent("download");
    await link(visit, "deadline.add").click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe("kezek.ics");
    const text = readFileSync(await file.path(), "utf8")
      .replaceAll("\r\n ", "")
      .replaceAll("\\,", ",");
    expect(text).toContain(visit.t("deadline.interest.summary"));
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*TRIGGER:-PT840M\r\n/);
    await picture(page, "application-calendar");
  },
);

/** A picture for people to look at, where axe cannot look because nothing runs. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["KEZEK_SCREENSHOTS"];
  if (!folder) return;
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
}
