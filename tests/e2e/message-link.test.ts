import { eq } from "drizzle-orm";
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeEach, describe, expect, inject, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
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
import { browserOf, codeFor, type Language, type Reader, readers } from "./support/ways-in.ts";

// The address in an SMS and in a letter leads whoever was written to, and nobody else, to the message it stands in.

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

const aigerim = { iin: "870612490009", phone: "+77017008345", email: "aigerim@example.kz" };
const number = "271-26-000042";

/** Tells Aigerim something by SMS and by letter. @returns the addresses that stand in both */
async function tellAigerim(locale: Language): Promise<{ sms: string; letter: string }> {
  await inPortal(async () => {
    await db().delete(message);
    await db().delete(inboxItem);
    const [who] = await db().select().from(person).where(eq(person.iin, aigerim.iin));
    const [where] = await db().select().from(region).where(eq(region.slug, "oral"));
    if (!who || !where) throw new Error("the demo has no Aigerim");
    const { phone, email } = aigerim;
    const about = { personId: who.id, regionId: where.id, phone, email, locale };
    const said = { template: "moved" as const, params: { number }, cause: `e2e:${newId()}` };
    await transaction((tx) => notify(tx, { ...about, ...said, asked: true }, new Date()));
  });
  const [sms, letter] = await Promise.all([aigerim.phone, aigerim.email].map(addressFor));
  return { sms: sms ?? "", letter: letter ?? "" };
}

async function addressFor(recipient: string): Promise<string> {
  const outbox = new URL("/api/demo/outbox", inject("portalUrl"));
  outbox.searchParams.set("to", recipient);
  const answer = await fetch(outbox);
  const { messages } = (await answer.json()) as { messages: readonly { text: string }[] };
  const { pathname } = new URL(/https?:\/\/\S+/u.exec(messages[0]?.text ?? "")?.[0] ?? "");
  return pathname;
}

/** Through the sign-in by code, which gives a password the first time. */
async function enterByCode(visit: Walk): Promise<void> {
  const { page, t } = visit;
  await page.getByLabel(t("signin.iin.label"), { exact: true }).fill(aigerim.iin);
  await button(visit, "signin.continue").click();
  await page.waitForURL(/\/sign-in\/code\?return=/);
  await page.getByLabel(t("code.field.label"), { exact: true }).fill(await codeFor(aigerim.phone));
  await page.getByLabel(t("password.create.label"), { exact: true }).fill("жаңа құпиясөз тіркесі");
  await page.getByLabel(t("password.repeat.label"), { exact: true }).fill("жаңа құпиясөз тіркесі");
  await button(visit, "password.update").click();
}

async function visitOf(reader: Reader, more: BrowserContextOptions = {}): Promise<Walk> {
  const options = { ...browserOf(reader), locale: reader.language, ...more };
  return walk(await visitor.newPage(options), reader.language, "oral");
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const { language } = reader;

  test("the address leads through the sign-in to its message, and nowhere for others", async () => {
    const { sms, letter } = await tellAigerim(language);
    expect(sms).toMatch(/^\/s\/[0-9a-zA-Z]{9}$/);
    for (const address of [sms, letter]) expect(address).not.toContain("000042");

    const visit = await visitOf(reader);
    const { page, t, root } = visit;
    const subject = t("message.mail.moved.subject", { number });
    await page.goto(sms);
    await heading(visit, "signin.title");
    await enterByCode(visit);
    await page.getByRole("heading", { level: 1, name: subject }).waitFor();
    expect(new URL(page.url()).pathname).toBe(letter);
    await link(visit, "inbox.open").waitFor();
    // Whoever is in already is led there at once.
    await page.goto(sms);
    await page.getByRole("heading", { level: 1, name: subject }).waitFor();
    expect(problemsOf(page)).toEqual([]);

    // A key needs scripts; what is looked at afterwards does not.
    const entering = await visitor.newPage();
    await signInAs(entering, { iin: olga.iin, language, region: "oral" });
    const storageState = await entering.context().storageState();
    const other = await visitOf(reader, { storageState });
    const answer = await other.page.goto(sms);
    await heading(other, "inbox.notHere.title");
    expect(answer?.status()).toBe(404);
    const said = await other.page.getByRole("main").innerText();
    const nobodys = await other.page.goto(`${root}/cabinet/inbox/${newId()}`);
    expect(nobodys?.status()).toBe(404);
    expect(await other.page.getByRole("main").innerText()).toBe(said);
    for (const words of [number, subject]) expect(said).not.toContain(words);
    await other.page.goto(sms);
    await button(other, "inbox.notHere.other").click();
    await heading(other, "signin.title");
    expect(new URL(other.page.url()).searchParams.get("return")).toBe(letter);
  });

  test("an address that no message has says so", async () => {
    const visit = await visitOf(reader);
    const answer = await visit.page.goto("/s/aaaaaaaaa");
    await heading(visit, "shortLink.title");
    expect(answer?.status()).toBe(404);
    if (reader.javaScript) await lookAt(visit.page, "no-message", { missing: true });
    await link(visit, "region.choose").click();
    await visit.page.waitForURL(`**/${language}`);
  });
});

test("axe finds nothing on a message that is not one's own", async () => {
  const visit = walk(await visitor.newPage({ viewport: { width: 360, height: 800 } }), "kk");
  await signInAs(visit.page, { iin: olga.iin, language: "kk" });
  const answer = await visit.page.goto(`${visit.root}/cabinet/inbox/${newId()}`);
  expect(answer?.status()).toBe(404);
  await heading(visit, "inbox.notHere.title");
  await lookAt(visit.page, "inbox-not-here", { missing: true });
});
