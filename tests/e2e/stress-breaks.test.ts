import { readFileSync } from "node:fs";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { person } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { inPortal, control, tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { artyom, kokshetau, olga } from "./support/families.ts";
import {
  begin,
  placeOf,
  posterOf,
  read,
  send,
  sentenceAt,
  textOf,
  type Poster,
} from "./support/posted.ts";
import { moveClock, tellRegisters } from "./support/registers.ts";
import { draftIn, nothing, storedOf } from "./support/stored.ts";
import {
  button,
  fillApplicant,
  forward,
  heading,
  signIn,
  startForm,
  toSignature,
  walk,
} from "./support/walk.ts";

// What breaks while a parent fills in the form: the session, the portal's own process, the state registers.

const languages: readonly Locale[] = ["kk", "ru"];
const visitor = useBrowser();
let mother: Poster;

beforeAll(async () => {
  await cleanSlate();
  await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
  const page = await visitor.newPage();
  await signIn(walk(page));
  mother = await posterOf(page);
  await page.context().close();
});
afterAll(async () => {
  await moveClock(null);
  await cleanSlate();
});

/** Ends the newest session of the mother, as «sign out everywhere» on another device does. */
async function endSession(): Promise<void> {
  await inPortal(async () => {
    const hers = db().select({ id: person.id }).from(person).where(eq(person.iin, olga.iin));
    const newest = sql`${session.createdAt} = (select max(created_at) from session where revoked_at is null)`;
    await db()
      .update(session)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(session.personId, hers), isNull(session.revokedAt), newest));
  });
}

describe.each(languages)("in %s", (locale) => {
  const t = translator(locale);
  const form = `/${locale}/akmola/apply/general`;

  test("a session that ended is opened again, and the typing is still there", async () => {
    const page = await visitor.newPage();
    const visit = walk(page, locale);
    await signIn(visit);
    await startForm(visit);
    const draft = draftIn(page.url());
    await endSession();
    await fillApplicant(visit, "still.here@example.kz");
    await forward(visit);
    await page.waitForURL((url) => url.pathname.endsWith("/sign-in"));
    const back = new URL(page.url()).searchParams.get("return") ?? "";
    await signIn(visit, { returnTo: back });
    // A first sign-in asks for the contacts on the way, and carries the address along.
    expect(decodeURIComponent(page.url())).toContain(back);
    await page.goto(back);
    await heading(visit, "apply.stepTitle.applicant");
    const email = page.getByLabel(t("apply.contacts.email"));
    await expect.poll(() => email.inputValue()).toBe("still.here@example.kz");
    await forward(visit);
    await heading(visit, "apply.stepTitle.child");
    expect((await storedOf(draft)).data["email"]).toBe("still.here@example.kz");
    expect(await storedOf(draft)).toMatchObject(nothing);
    await page.context().close();
  });

  test("a new process takes the page that an old one made", async () => {
    const page = await visitor.newPage();
    const visit = walk(page, locale);
    await signIn(visit);
    await startForm(visit);
    await fillApplicant(visit, "deploy@example.kz");
    await control("web-crash");
    await forward(visit);
    await heading(visit, "apply.stepTitle.child");
    expect((await storedOf(draftIn(page.url()))).data["email"]).toBe("deploy@example.kz");
    await page.context().close();
  });

  test("an action that a newer build does not know is told, and nothing is registered", async () => {
    const page = await visitor.newPage();
    const visit = walk(page, locale);
    await signIn(visit);
    await toSignature(visit);
    const draft = draftIn(page.url());
    await page.route("**/apply/general?*", (route) => {
      const headers = route.request().headers();
      if (headers["next-action"] === undefined) return route.continue();
      return route.continue({ headers: { ...headers, "next-action": "40".padEnd(42, "0") } });
    });
    await button(visit, "eds.sign").click();
    await page.getByRole("alert").getByText(t("eds.error.updated")).waitFor();
    expect(await storedOf(draft)).toMatchObject(nothing);
    // The page opens anew, and is the newer build's.
    await button(visit, "eds.retry").click();
    await button(visit, "eds.sign").waitFor();
    await heading(visit, "apply.stepTitle.sign");
    await page.context().close();
  });

  test("a page of an earlier build saves what is typed and goes on as a page of the new one", async () => {
    const page = await visitor.newPage();
    const visit = walk(page, locale);
    await signIn(visit);
    await startForm(visit);
    await fillApplicant(visit);
    await forward(visit);
    await heading(visit, "apply.stepTitle.child");
    const build = readFileSync(".next/BUILD_ID", "utf8").trim();
    const ofEarlierBuild = async (route: Route) => {
      const response = await route.fetch();
      const html = await response.text();
      expect(html).toContain(build);
      await route.fulfill({ response, body: html.replaceAll(build, "an-earlier-build") });
    };
    await page.route("**/apply/general?*", ofEarlierBuild, { times: 1 });
    await page.reload();
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => Reflect.set(globalThis, "ofEarlierBuild", true));
    const iin = page.getByLabel(t("apply.child.iin"));
    await iin.fill(artyom.iin);
    await iin.blur();
    // The answer is another build's: the browser asks for the whole page.
    const stillOld = () => page.evaluate(() => Reflect.has(globalThis, "ofEarlierBuild"));
    await expect.poll(stillOld, { timeout: 15_000 }).toBe(false);
    await page.getByText(t("apply.child.kinOk")).waitFor();
    expect((await iin.inputValue()).replaceAll(/\D/gu, "")).toBe(artyom.iin);
    await page.getByLabel(t("common.district")).selectOption(kokshetau);
    await forward(visit);
    await heading(visit, "apply.stepTitle.documents");
    await page.context().close();
  });

  test("a page of an earlier build that is only posted is taken by the new one", async () => {
    const page = await visitor.newPage();
    const visit = walk(page, locale);
    await signIn(visit);
    await startForm(visit);
    const draft = draftIn(page.url());
    await page.route("**/apply/general?*", async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replaceAll(/"b":"[^"]+"/gu, '"b":"an-earlier-build"');
      await route.fulfill({ response, body: html });
    });
    await page.reload();
    await page.unrouteAll();
    // Its scripts are not on the server any more.
    await page.route("**/_next/static/**", (route) => route.fulfill({ status: 404 }));
    await fillApplicant(visit, "earlier.build@example.kz");
    await forward(visit);
    await heading(visit, "apply.stepTitle.child");
    expect((await storedOf(draft)).data["email"]).toBe("earlier.build@example.kz");
    await page.context().close();
  });

  const broken = ["slow", "silent", "down"] as const;
  test.each(broken)("registers that are %s let every page through", async (mode) => {
    const draft = await begin(mother, form);
    const { step, data } = steps(draft);
    await moveClock("+11m");
    await tellRegisters({ all: mode });
    const first = await read(mother, `${form}?draft=${draft}&step=applicant`);
    expect(first.status).toBe(200);
    const contacts = await send(mother, { ...step, step: "applicant", values: data.applicant });
    expect(placeOf(contacts)).toContain("step=child");
    const undeclared = await send(mother, { ...step, step: "child", values: data.child });
    const answered = mode === "slow";
    expect(placeOf(undeclared)).toContain(answered ? "step=documents" : "step=child&check=all");
    const html = await (await read(mother, placeOf(undeclared))).text();
    expect(textOf(html).includes(t("apply.child.unanswered"))).toBe(!answered);
    const surname = answered ? "" : t("apply.problem.required.childSurname");
    expect(sentenceAt(html, "childSurname")).toBe(surname);
    const declared = { ...data.child, ...data.declared };
    const child = await send(mother, { ...step, step: "child", values: declared });
    expect(placeOf(child)).toContain("step=documents");
    const composed = await send(mother, { ...step, step: "documents", values: {} });
    expect(placeOf(composed)).toContain("step=review");
    const review = await read(mother, placeOf(composed));
    expect(textOf(await review.text()).includes(t("apply.review.pending"))).toBe(!answered);
    expect(await storedOf(draft)).toMatchObject(nothing);
    await tellRegisters({ all: "normal" });
  });

  test("registers that know nobody say so in words, and the typing stays", async () => {
    const draft = await begin(mother, form);
    const { step, data } = steps(draft);
    await send(mother, { ...step, step: "applicant", values: data.applicant });
    await moveClock("+11m");
    await tellRegisters({ birth: "empty" });
    const noKin = await send(mother, { ...step, step: "child", values: data.child });
    const kin = await (await read(mother, placeOf(noKin))).text();
    expect(sentenceAt(kin, "childIin")).toBe(t("error.no-kin"));
    await tellRegisters({ all: "empty" });
    await moveClock("+11m");
    const stranger = await send(mother, { ...step, step: "child", values: data.child });
    const page = await read(mother, placeOf(stranger));
    expect(page.status).toBeLessThan(400);
    const about = await read(mother, form);
    expect(about.status).toBe(200);
    expect(textOf(await about.text())).toContain(t("service.draftContinue"));
    expect((await storedOf(draft)).data).toMatchObject({ childIin: artyom.iin });
    expect(await storedOf(draft)).toMatchObject(nothing);
    await tellRegisters({ all: "normal" });
  });

  function steps(draft: string) {
    return {
      step: { form, draft },
      data: {
        applicant: { email: "o@example.kz", phone: "+77770001199", consent: "on" },
        child: { childIin: artyom.iin, districtKato: kokshetau },
        declared: {
          childSurname: "Ким",
          childGivenName: "Артём",
          childBirthDate: "15.03.2023",
        },
      },
    };
  }
});
