import { and, desc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { answerAppeal } from "#lib/applications/answer-appeal.ts";
import { removeApplication } from "#lib/applications/remove.ts";
import { returnForCorrection } from "#lib/applications/return.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { staffOf } from "#tests/integration/applications/office.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { inPortal } from "#tests/support/portal.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { lookAt } from "./support/look.ts";
import { button, heading, link, type Walk, walk } from "./support/walk.ts";
import { browserOf, type Reader, readers } from "./support/ways-in.ts";

// What the office asks of a family and decides about it, from the family's side: Aigerim's application in Oral is given
// back and taken off, she corrects and objects, and it stands where it stood.

const aigerim = "870612490009";
const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

type Desk = Awaited<ReturnType<typeof openDesk>>;

async function openDesk() {
  const portal = await portalBySlug("oral");
  if (portal === null) throw new Error("Oral is not there");
  const [row] = await db()
    .select({ id: application.id, number: application.number })
    .from(application)
    .innerJoin(person, eq(person.id, application.applicantId))
    .where(
      and(
        eq(application.regionId, portal.id),
        eq(person.iin, aigerim),
        inArray(application.status, ["REGISTERED", "RETURNED", "ON_HOLD"]),
      ),
    )
    .limit(1);
  if (row === undefined) throw new Error("Aigerim stands in no queue");
  const order = { regionId: portal.id, number: row.number, requestId: null };
  return { portal, ...row, order, now: await currentInstant() };
}

const giveBack = () =>
  inPortal(async () => {
    const { portal, number, order, now } = await openDesk();
    const officer = await staffOf(portal, "800101300001");
    const what = { reasons: ["paper-unreadable", "wrong-contacts"], note: "Не видно печати." };
    const done = await returnForCorrection(officer, { ...order, ...what }, now);
    if (!done.ok) throw new Error(done.code);
    return number;
  });

const takeOff = () =>
  inPortal(async () => {
    const { portal, number, order, now } = await openDesk();
    const officer = await staffOf(portal, "800101300001");
    const what = { ground: "remove-moved", note: "По данным базы семья выехала." };
    const done = await removeApplication(officer, { ...order, ...what }, now);
    if (!done.ok) throw new Error(done.code);
    return number;
  });

const uphold = (number: string) =>
  inPortal(async () => {
    const portal = await portalBySlug("oral");
    if (portal === null) throw new Error("Oral is not there");
    const another = await staffOf(portal, "800101300002");
    const [event] = await db()
      .select({ seq: queueEvent.seq })
      .from(queueEvent)
      .innerJoin(
        application,
        and(
          eq(application.regionId, queueEvent.regionId),
          eq(application.id, queueEvent.applicationId),
        ),
      )
      .where(and(eq(application.number, number), eq(queueEvent.kind, "removed")))
      .orderBy(desc(queueEvent.seq))
      .limit(1);
    const answer = { outcome: "upheld", reasons: "Регистрация подтверждена." } as const;
    const order = { regionId: portal.id, number, requestId: null, eventSeq: event?.seq ?? 0 };
    const done = await answerAppeal(another, { ...order, ...answer }, await currentInstant());
    if (!done.ok) throw new Error(done.code);
  });

async function signedIn(reader: Reader): Promise<Walk> {
  const { language } = reader;
  const first = await visitor.newPage();
  await signInAs(first, { iin: aigerim, language, region: "oral" });
  const storageState = await first.context().storageState();
  await first.context().close();
  const page = await visitor.newPage({ ...browserOf(reader), storageState });
  return walk(page, language, "oral");
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  test("what was given back is corrected; an empty form says what is missing", async () => {
    const number = await giveBack();
    const visit = await signedIn(reader);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications/${number}`);
    await page.getByText("Не видно печати.").waitFor();
    if (reader.javaScript) await lookAt(page, "returned");
    await link(visit, "correction.title").click();
    await heading(visit, "correction.title");
    await link(visit, "journal.actions.contacts").waitFor();
    await button(visit, "correction.send").click();
    await page.getByText(t("correction.required")).first().waitFor();
    if (reader.javaScript) await lookAt(page, "correct");
    await page.getByLabel(t("correction.words")).fill("Прикладываю новый скан");
    await page.getByLabel(t("correction.brings")).check();
    await button(visit, "correction.send").click();
    await page.getByText(t("correction.done")).waitFor();
    expect(page.url()).toContain(`/cabinet/applications/${number}?done=corrected`);
    await page.goto(`${root}/cabinet/applications/${number}/correct`);
    await page.getByText(t("deed.back")).waitFor();
    expect(problemsOf(page)).toEqual([]);
  });

  test("a removal is objected to, and the place comes back with its instant", async () => {
    const number = await takeOff();
    const visit = await signedIn(reader);
    const { page, t, root } = visit;
    const address = `${root}/cabinet/applications/${number}`;
    await page.goto(address);
    await page.getByText("По данным базы семья выехала.").waitFor();
    if (reader.javaScript) await lookAt(page, "removed");
    await link(visit, "appeal.title").click();
    await heading(visit, "appeal.title");
    await button(visit, "appeal.send").click();
    await page.getByText(t("appeal.required")).first().waitFor();
    if (reader.javaScript) await lookAt(page, "appeal");
    await page.getByLabel(t("appeal.words")).fill("Мы живем в Уральске, справка прилагается.");
    await button(visit, "appeal.send").click();
    await page.getByText("Мы живем в Уральске, справка прилагается.").waitFor();
    expect(page.url()).toContain("sent=1");
    if (reader.javaScript) await lookAt(page, "appeal-sent");
    expect(await button(visit, "appeal.send").count()).toBe(0);

    await uphold(number);
    await page.goto(page.url());
    await page.getByText("Регистрация подтверждена.").waitFor();
    if (reader.javaScript) await lookAt(page, "appeal-upheld");
    await page.goto(`${address}?tab=history`);
    await page.getByText(t("journal.event.restored")).first().waitFor();
    expect(problemsOf(page)).toEqual([]);
  });
});

test("nobody else's decision is shown, and a decision that does not exist is not there", async () => {
  const visit = await signedIn(readers[3]);
  const { page, root } = visit;
  const { number } = (await inPortal(openDesk)) satisfies Desk;
  const answer = await page.goto(`${root}/cabinet/applications/${number}/appeal?decision=1`);
  expect(answer?.status()).toBe(404);
});
