import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DraftField } from "#lib/applications/draft.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { checkDigitOf } from "#lib/identity/iin.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { artyom, daniil, kokshetau, olga } from "./support/families.ts";
import { begin, placeOf, posterOf, send, type Poster } from "./support/posted.ts";
import { moveClock, tellRegisters } from "./support/registers.ts";
import { storedOf, whole } from "./support/stored.ts";
import { button, heading, readNotice, signIn, walk, words, type Walk } from "./support/walk.ts";

// A mother of five puts one child after another into the queue. Two are in the registers, twins among the other three
// are not yet: she writes down their names.

const languages: readonly Locale[] = ["kk", "ru"];
const visitor = useBrowser();

beforeAll(cleanSlate);
afterAll(async () => {
  await moveClock(null);
  await cleanSlate();
});

type Child = {
  readonly iin: string;
  readonly name: string;
  readonly declared?: Readonly<Partial<Record<DraftField, string>>>;
};

/** A child that no register knows; the same serial in each language would be the same child. */
function unknown(born: string, serial: number, name: string): Child {
  const [day = "", month = "", year = ""] = born.split(".");
  const first = `${year.slice(2)}${month}${day}5${9000 + serial}`;
  const iin = `${first}${checkDigitOf(first)}`;
  return {
    iin,
    name,
    declared: { childSurname: "Ким", childGivenName: name, childBirthDate: born },
  };
}

/** Serials that have a check digit: some have none. */
function serials(from: number, born: readonly string[]): number[] {
  const all: number[] = [];
  for (let serial = from; all.length < born.length; serial++) {
    const [day = "", month = "", year = ""] = (born[all.length] ?? "").split(".");
    if (checkDigitOf(`${year.slice(2)}${month}${day}5${9000 + serial}`) !== null) all.push(serial);
  }
  return all;
}

function childrenOf(from: number): readonly Child[] {
  const born = ["14.05.2022", "09.08.2024", "09.08.2024"];
  const [one = 0, two = 0, three = 0] = serials(from, born);
  return [
    { iin: artyom.iin, name: "Артём" },
    { iin: daniil.iin, name: "Даниил" },
    unknown("14.05.2022", one, "Вера"),
    unknown("09.08.2024", two, "Әсел"),
    unknown("09.08.2024", three, "Ұлан"),
  ];
}

/** From «Подать заявку» to the notice; the pages between are plain posts, the signature is the browser's. */
async function register(visit: Walk, mother: Poster, child: Child) {
  const form = `${visit.root}/apply/general`;
  const draft = await begin(mother, form);
  const contacts = { email: "olga.kim@example.kz", phone: "+77770001199", consent: "on" };
  await send(mother, { form, draft, step: "applicant", values: contacts });
  if (child.declared !== undefined) {
    await moveClock("+11m");
    await tellRegisters({ all: "down" });
  }
  const values = { childIin: child.iin, districtKato: kokshetau, ...child.declared };
  const sent = await send(mother, { form, draft, step: "child", values });
  expect(placeOf(sent)).toContain("step=documents");
  const composed = await send(mother, { form, draft, step: "documents", values: {} });
  expect(placeOf(composed)).toContain("step=review");
  await visit.page.goto(`${form}?draft=${draft}&step=sign`);
  await heading(visit, "apply.stepTitle.sign");
  await button(visit, "eds.sign").click();
  const { number, position } = await readNotice(visit);
  await tellRegisters({ all: "normal" });
  expect(await storedOf(draft)).toMatchObject(whole);
  return { child, number, position: Number(position.replaceAll(/\D/gu, "")) };
}

describe.each(languages)("in %s", (locale) => {
  test("five children of one mother, twins among them, are five applications of one journal", async () => {
    await cleanSlate();
    await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
    const page = await visitor.newPage();
    const visit = walk(page, locale);
    await signIn(visit);
    const mother = await posterOf(page);
    const made = [];
    for (const child of childrenOf(locale === "kk" ? 100 : 500)) {
      made.push(await register(visit, mother, child));
    }
    expect(new Set(made.map(({ number }) => number)).size).toBe(5);
    const [, , , twin, other] = made;
    expect(other?.position).toBe((twin?.position ?? 0) + 1);

    await page.goto(`${visit.root}/cabinet/applications`);
    const cards = page.locator('main section[aria-labelledby="sent"] > ul > li');
    // What was withdrawn before stays in the journal, below.
    expect(await cards.count()).toBeGreaterThanOrEqual(5);
    const newestFirst = made.toReversed();
    for (const [index, { child, number, position }] of newestFirst.entries()) {
      const card = (await cards.nth(index).innerText()).replaceAll("\u00a0", " ");
      expect(card).toContain(number);
      expect(card.toLocaleLowerCase(locale)).toContain(child.name.toLocaleLowerCase(locale));
      expect(card.replaceAll(/\s/gu, "")).toContain(`:${position}(`);
    }
    await page.goto(`${visit.root}/cabinet/children`);
    const family = (await words(visit)).toLocaleLowerCase(locale);
    for (const { child, number } of made) {
      expect(family).toContain(child.name.toLocaleLowerCase(locale));
      expect(family).toContain(number);
    }
    await page.context().close();
  });
});
