import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { pushSubscription } from "#db/schema/notifications.ts";
import { person } from "#db/schema/people.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { newId } from "#lib/platform/ids.ts";
import { button, link, type Walk } from "#tests/e2e/support/walk.ts";
import { inPortal } from "#tests/support/portal.ts";
import type { Shoot } from "./camera.ts";
import { aigerim, ayala } from "./queue-events.ts";

// What anybody can check without us, and what the portal tells on its own.

/** A receipt on the page of the log: the family's own, then one that was changed, one of another region, and none. */
export async function receipts(visit: Walk, shoot: Shoot, number: string): Promise<void> {
  const { page, t, root } = visit;
  await page.goto(`${root}/cabinet/applications/${number}?tab=documents`);
  const address = (await link(visit, "log.receipt.download").getAttribute("href")) ?? "";
  await page.waitForFunction(async (path) => (await fetch(path)).ok, address);
  const own = await (await page.request.get(address)).text();
  const changed = own.replace('\\"class\\":\\"', '\\"class\\":\\"x');
  for (const [text, verdict, name] of [
    [own, "log.verdict.here", "genuine"],
    [changed, "log.verdict.changed", "changed"],
    ["{}", "log.verdict.form", "no-receipt"],
  ] as const satisfies readonly (readonly [string, MessageKey, string])[]) {
    await page.goto(`${root}/transparency`);
    await page.locator("form[data-here]").waitFor();
    const file = { name: `log-receipt-${number}.json`, mimeType: "application/json" };
    await page
      .getByLabel(t("log.check.file"))
      .setInputFiles({ ...file, buffer: Buffer.from(text) });
    await button(visit, "check.button").click();
    await page.getByText(t(verdict)).first().waitFor();
    await shoot(`transparency-${name}`);
  }
  await page.goto(`${root.replace("oral", "akmola")}/transparency`);
  await page.locator("form[data-here]").waitFor();
  await page.getByLabel(t("log.check.text")).fill(own);
  await button(visit, "check.button").click();
  await page.getByText(t("log.verdict.other-log")).first().waitFor();
  await shoot("transparency-other-region");
}

/** The public check of a number in a long queue. */
export async function publicAnswer({ page, t, root }: Walk, shoot: Shoot, number: string) {
  const [row] = await inPortal(() =>
    db()
      .select({ code: application.entryCode })
      .from(application)
      .where(eq(application.number, number)),
  );
  await page.goto(`${root}/queue`);
  await page.getByLabel(t("check.childIin")).fill(ayala);
  await page.getByLabel(t("check.secondFact")).fill(row?.code ?? "");
  await page.getByRole("button", { name: t("check.button") }).click();
  await page.getByText(t("check.result")).waitFor();
  await shoot("queue-answer-oral");
}

/** Notifications in the browser: forbidden in this one, so it is told that it may and that it does. */
export async function browserSwitch({ page, t, root }: Walk, shoot: Shoot): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(Notification, "permission", { get: () => "default" });
  });
  await page.goto(`${root}/cabinet/inbox`);
  await page.getByRole("button", { name: t("inbox.push.enable") }).waitFor();
  await shoot("inbox-browser-off");
  await inPortal(async () => {
    const [who] = await db().select().from(person).where(eq(person.iin, aigerim));
    const keys = { p256dh: "x", auth: "x", locale: "kk" as const };
    const about = { device: "Chrome · Android", createdAt: new Date() };
    await db()
      .insert(pushSubscription)
      .values({ id: newId(), personId: who?.id ?? "", endpoint: "x", ...keys, ...about })
      .onConflictDoNothing();
  });
  await page.addInitScript(() => {
    PushManager.prototype.getSubscription = () =>
      Promise.resolve({ endpoint: "x" } as PushSubscription);
  });
  await page.goto(`${root}/cabinet/inbox`);
  await page.getByRole("button", { name: t("inbox.push.disable") }).waitFor();
  await shoot("inbox-browser-on");
  await inPortal(() => db().delete(pushSubscription));
}

/** What the office did, as its messages tell it: the list, then the return, the removal and the answer. */
export async function readings({ page, t, root }: Walk, shoot: Shoot): Promise<void> {
  await page.goto(`${root}/cabinet/inbox`);
  await shoot("inbox-office");
  for (const [template, name] of [
    ["returned", "inbox-returned"],
    ["removed", "inbox-removed"],
    ["appealUpheld", "inbox-upheld"],
  ] as const) {
    await page.goto(`${root}/cabinet/inbox`);
    const [start = ""] = t(`message.mail.${template}.subject`, { number: "|", date: "|" })
      .split("|")
      .toSorted((one, two) => two.length - one.length);
    await page.locator("article h2 a").filter({ hasText: start.trim() }).first().click();
    await page.getByRole("heading", { name: t("inbox.delivery") }).waitFor();
    await shoot(name);
  }
}
