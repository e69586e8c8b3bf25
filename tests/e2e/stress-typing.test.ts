import { and, eq, isNull, sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { db } from "#db/client.ts";
import { person } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { inPortal, tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate, withdrawAll } from "./support/clean-slate.ts";
import { artyom, olga, sergey } from "./support/families.ts";
import { draftIn, storedOf } from "./support/stored.ts";
import {
  button,
  fillApplicant,
  forward,
  heading,
  link,
  signIn,
  startForm,
  walk,
  type Walk,
} from "./support/walk.ts";

// Without JavaScript a post is all there is of what was typed: the session may end under it, and nothing is lost.

const languages: readonly Locale[] = ["kk", "ru"];
const visitor = useBrowser();

beforeAll(cleanSlate);
afterAll(cleanSlate);
beforeEach(() => withdrawAll(inject("portalDatabaseUrl")));

/** Ends every session of the mother, as «sign out everywhere» on another device does. */
async function endSessions(): Promise<void> {
  await inPortal(async () => {
    const hers = db().select({ id: person.id }).from(person).where(eq(person.iin, olga.iin));
    await db()
      .update(session)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(session.personId, hers), isNull(session.revokedAt)));
  });
}

/** A browser without scripts that is signed in: only the signature itself is made by one with them. */
async function signedIn(locale: Locale): Promise<Walk> {
  const page = await visitor.newPage({ javaScriptEnabled: false });
  const visit = walk(page, locale);
  await enterAs(visit, olga.iin);
  return visit;
}

async function enterAs(visit: Walk, signer: string): Promise<void> {
  await tellEmulator({ reset: true, signer, algorithm: "gost", key: "valid" });
  const mine = visit.page.context();
  // Whoever was there has gone without a word: the browser's other cookies stay.
  await mine.clearCookies({ name: /session-token/ });
  const scripted = await visitor.newPage({ storageState: await mine.storageState() });
  const locale = visit.t.locale;
  await signIn(walk(scripted, locale));
  await mine.clearCookies();
  await mine.addCookies(await scripted.context().cookies());
  await scripted.context().close();
}

const asked = (page: Page) => new URL(page.url()).searchParams.get("return") ?? "";

describe.each(languages)("in %s", (locale) => {
  const t = translator(locale);

  test("the session ends under the applicant's page: the typing comes back to her, not to him", async () => {
    const visit = await signedIn(locale);
    const { page } = visit;
    await startForm(visit);
    const draft = draftIn(page.url());
    await endSessions();
    await fillApplicant(visit, "still.here@example.kz");
    await forward(visit);
    await page.waitForURL((url) => url.pathname.endsWith("/sign-in"));
    const back = asked(page);
    const email = page.getByLabel(t("apply.contacts.email"));

    await enterAs(visit, sergey.iin);
    await page.goto(back);
    expect(await page.content()).not.toContain("still.here@example.kz");
    await page.goto(`${visit.root}/cabinet/profile`);
    expect(await page.content()).not.toContain("still.here@example.kz");

    await enterAs(visit, olga.iin);
    await page.goto(back);
    await heading(visit, "apply.stepTitle.applicant");
    await page.getByText(t("apply.typingBack", { button: t("common.forward") })).waitFor();
    expect(await email.inputValue()).toBe("still.here@example.kz");
    expect(await page.getByLabel(t("apply.consent.label"), { exact: true }).isChecked()).toBe(true);
    expect((await storedOf(draft)).data["email"]).not.toBe("still.here@example.kz");
    await forward(visit);
    await heading(visit, "apply.stepTitle.child");
    expect((await storedOf(draft)).data["email"]).toBe("still.here@example.kz");

    // The next page of the form, the same way.
    await endSessions();
    await page.getByLabel(t("apply.child.iin")).fill(artyom.iin);
    await forward(visit);
    await page.waitForURL((url) => url.pathname.endsWith("/sign-in"));
    const again = asked(page);
    await enterAs(visit, olga.iin);
    await page.goto(again);
    await heading(visit, "apply.stepTitle.child");
    const iin = await page.getByLabel(t("apply.child.iin")).inputValue();
    expect(iin.replaceAll(/\D/gu, "")).toBe(artyom.iin);
    await page.context().close();
  });

  test("the session ends under the profile: the contacts come back", async () => {
    const visit = await signedIn(locale);
    const { page } = visit;
    await page.goto(`${visit.root}/cabinet/profile`);
    await endSessions();
    await page.getByLabel(t("profile.email")).fill("profile@example.kz");
    await button(visit, "profile.save").click();
    await page.waitForURL((url) => url.pathname.endsWith("/sign-in"));
    const back = asked(page);
    await enterAs(visit, olga.iin);
    await page.goto(back);
    await page.getByText(t("apply.typingBack", { button: t("profile.save") })).waitFor();
    expect(await page.getByLabel(t("profile.email")).inputValue()).toBe("profile@example.kz");
    await button(visit, "profile.save").click();
    await page.getByText(t("profile.saved")).waitFor();
    await page.goto(`${visit.root}/cabinet/profile`);
    expect(await page.getByLabel(t("profile.email")).inputValue()).toBe("profile@example.kz");
    await page.context().close();
  });

  test("the profile of an earlier build is told so in words, and the contacts come back", async () => {
    const visit = await signedIn(locale);
    const { page } = visit;
    await page.goto(`${visit.root}/cabinet/profile`);
    await page.getByLabel(t("profile.email")).fill("earlier@example.kz");
    await page.route("**/cabinet/profile", (route) => {
      const posted = route.request().postDataBuffer()?.toString("latin1") ?? "";
      const unknown = posted.replaceAll(/"id":"[0-9a-f]{42}"/gu, `"id":"${"40".padEnd(42, "0")}"`);
      return route.continue({ postData: Buffer.from(unknown, "latin1") });
    });
    await button(visit, "profile.save").click();
    await page.getByRole("alert").getByText(t("error.page.updated.saved")).waitFor();
    await page.unrouteAll();
    await link(visit, "error.page.updated.open").click();
    await page.getByText(t("error.page.updated.back")).waitFor();
    expect(await page.getByLabel(t("profile.email")).inputValue()).toBe("earlier@example.kz");
    await button(visit, "profile.save").click();
    await page.getByText(t("profile.saved")).waitFor();
    await page.goto(`${visit.root}/cabinet/profile`);
    expect(await page.getByText(t("error.page.updated.back")).count()).toBe(0);
    expect(await page.getByLabel(t("profile.email")).inputValue()).toBe("earlier@example.kz");
    await page.context().close();
  });
});
