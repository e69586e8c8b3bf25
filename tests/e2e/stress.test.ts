import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { DraftField } from "#lib/applications/draft.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type MessageKey, translator, type Translator } from "#lib/i18n/translate.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate, withdrawAll } from "./support/clean-slate.ts";
import { aisha, artyom, kokshetau, olga, sergey } from "./support/families.ts";
import {
  begin,
  placeOf,
  post,
  posterOf,
  read,
  send,
  sentenceAt,
  textOf,
  valueIn,
  type Poster,
} from "./support/posted.ts";
import { nothing, storedOf } from "./support/stored.ts";
import { signIn, walk } from "./support/walk.ts";

// Whatever is typed, and whatever breaks meanwhile: the page comes again with its sentence, the typing stays, and
// nothing is registered.

const languages: readonly Locale[] = ["kk", "ru"];
const visitor = useBrowser();
let mother: Poster;
let father: Poster;

beforeAll(async () => {
  await cleanSlate();
  father = await sessionOf(sergey.iin);
  mother = await sessionOf(olga.iin);
});
afterAll(cleanSlate);
// The rows begin more applications and ask about more children in a minute than a family does in a year.
beforeEach(() => withdrawAll(inject("portalDatabaseUrl")));

async function sessionOf(signer: string): Promise<Poster> {
  await tellEmulator({ signer, algorithm: "gost", key: "valid" });
  const page = await visitor.newPage();
  await signIn(walk(page));
  const poster = await posterOf(page);
  await page.context().close();
  return poster;
}

/** What a row types into every field of a page, and how much of it the portal keeps. */
type Typed = { readonly typed: string; readonly kept?: string };
const hostile: Readonly<Record<string, Typed>> = {
  markup: { typed: "<script>alert(1)</script>" },
  quotes: { typed: "' or 1=1 --" },
  "marks that turn the text": { typed: "\u202E\u200F!" },
  emoji: { typed: "👩‍👩‍👧‍👦🙈" },
  NUL: { typed: "!\0?", kept: "! ?" },
  "10,000 characters": { typed: "!".repeat(10_000), kept: "!".repeat(300) },
  "10,000 emoji": { typed: `!${"🙈".repeat(10_000)}`, kept: `!${"🙈".repeat(149)}` },
};
const hostileRows = Object.entries(hostile).map(([name, row]) => ({ name, ...row }));

type Words = Readonly<Record<string, MessageKey>>;
const wrongApplicant: Words = {
  email: "error.email-shape",
  phone: "error.phone-not-mobile",
  secondPhone: "error.phone-not-mobile",
};
const wrongNames: Words = {
  childSurname: "error.name-letters",
  childGivenName: "error.name-letters",
  childPatronymic: "error.name-letters",
  childBirthDate: "error.date",
};
const wrongChoices: Words = {
  districtKato: "error.district",
  privilegeCategory: "apply.problem.category",
};

describe.each(languages)("in %s", (locale) => {
  const t = translator(locale);
  const form = `/${locale}/akmola/apply/general`;

  /** Sends a page and looks at what comes again; returns its HTML. */
  async function comesAgain(
    draft: string,
    step: "applicant" | "child",
    values: Readonly<Partial<Record<DraftField, string>>>,
  ): Promise<string> {
    const sent = await send(mother, { form, draft, step, values });
    expect(sent.status).toBe(303);
    expect(placeOf(sent)).toContain(`step=${step}&check=all`);
    const page = await read(mother, placeOf(sent));
    expect(page.status).toBe(200);
    return await page.text();
  }

  const same = (values: readonly string[], text: string) =>
    Object.fromEntries(values.map((field) => [field, text]));

  test("every field of the applicant's page left empty has its sentence", async () => {
    const draft = await begin(mother, form);
    const html = await comesAgain(draft, "applicant", same(Object.keys(wrongApplicant), ""));
    expect(sentencesOf(html, ["email", "phone", "secondPhone"])).toEqual({
      email: t("apply.problem.required.email"),
      phone: t("apply.problem.required.phone"),
      secondPhone: "",
    });
    expect(textOf(html)).toContain(t("error.consent"));
    const equal = { email: "o@", phone: "+77770001199", secondPhone: "87770001199" };
    const wrong = await comesAgain(draft, "applicant", equal);
    expect(sentencesOf(wrong, ["email", "phone", "secondPhone"])).toEqual({
      email: t("error.email-shape"),
      phone: "",
      secondPhone: t("error.phones-equal"),
    });
    expect(await storedOf(draft)).toMatchObject(nothing);
  });

  test("every field of the child's page left empty or wrong has its sentence", async () => {
    const draft = await ready(form);
    const empty = { childIin: "", districtKato: "", privileged: "on", privilegeCategory: "" };
    expect(sentencesOf(await comesAgain(draft, "child", empty), Object.keys(empty))).toEqual({
      childIin: t("apply.problem.required.childIin"),
      ...inWords(t, wrongChoices),
      privileged: "",
    });
    const names = Object.keys(wrongNames);
    const guarded = { childIin: aisha.iin, guardian: "on", districtKato: kokshetau };
    const unnamed = await comesAgain(draft, "child", { ...guarded, ...same(names, "") });
    expect(sentencesOf(unnamed, names)).toEqual({
      childSurname: t("apply.problem.required.childSurname"),
      childGivenName: t("apply.problem.required.childGivenName"),
      childPatronymic: "",
      childBirthDate: t("apply.problem.required.childBirthDate"),
    });
    const long = await comesAgain(draft, "child", { ...guarded, ...same(names, "Ә".repeat(101)) });
    expect(sentencesOf(long, names)).toEqual({
      ...same(names, t("error.too-long", { n: 100 })),
      childBirthDate: t("error.date"),
    });
    for (const [childBirthDate, key] of [
      ["31.02.2023", "error.date"],
      ["01.01.2099", "error.date-future"],
    ] as const) {
      const html = await comesAgain(draft, "child", { ...guarded, childBirthDate });
      expect(sentenceAt(html, "childBirthDate")).toBe(t(key));
      expect(valueIn(html, "childBirthDate")).toBe(childBirthDate);
    }
    for (const [childIin, sentence] of [
      ["230315590009", t("error.iin-check-digit")],
      ["23031559000812", t("error.iin-length", { n: 14 })],
      [olga.iin, t("error.own-iin")],
      ["240415590003", t("error.child-unknown")],
    ] as const) {
      const html = await comesAgain(draft, "child", { childIin, districtKato: kokshetau });
      expect(sentenceAt(html, "childIin")).toBe(sentence);
      expect((valueIn(html, "childIin") ?? "").replaceAll(" ", "")).toBe(childIin);
    }
    expect(await storedOf(draft)).toMatchObject(nothing);
  });

  test.each(hostileRows)("$name in every field come again with its sentence", async (row) => {
    const { typed, kept = typed } = row;
    const draft = await begin(mother, form);
    const contacts = Object.keys(wrongApplicant);
    const applicant = await comesAgain(draft, "applicant", {
      ...same(contacts, typed),
      consent: "on",
    });
    expect(sentencesOf(applicant, contacts)).toEqual(inWords(t, wrongApplicant));
    expect(valuesOf(applicant, contacts)).toEqual(same(contacts, kept));
    expect(applicant).not.toContain("<script>alert");

    const good = { email: "o@example.kz", phone: "+77770001199", secondPhone: "", consent: "on" };
    await send(mother, { form, draft, step: "applicant", values: good });
    const choices = Object.keys(wrongChoices);
    const child = await comesAgain(draft, "child", {
      childIin: typed,
      privileged: "on",
      ...same(choices, typed),
    });
    const digits = typed.replaceAll(/\D/gu, "").length;
    expect(sentencesOf(child, ["childIin", ...choices])).toEqual({
      childIin: t("error.iin-length", { n: digits }),
      ...inWords(t, wrongChoices),
    });
    expect(valueIn(child, "childIin")).toBe(kept);

    const names = Object.keys(wrongNames);
    const declared = await comesAgain(draft, "child", {
      childIin: aisha.iin,
      guardian: "on",
      districtKato: kokshetau,
      ...same(names, typed),
    });
    expect(sentencesOf(declared, names)).toEqual(inWords(t, wrongNames));
    expect(valuesOf(declared, names)).toEqual(same(names, kept));
    expect(declared).not.toContain("<script>alert");
    expect(await storedOf(draft)).toMatchObject(nothing);
  });

  test("what a script saves in the person's name is kept as text or refused, never a fault", async () => {
    const draft = await begin(mother, form);
    const saved = async (values: unknown) =>
      (await post(mother, `${form}/save`, JSON.stringify({ draft, values }))).status;
    expect(
      await saved({ email: "\ud83d half", phone: "\0", secondPhone: "9".repeat(10_000) }),
    ).toBe(200);
    expect((await storedOf(draft)).data).toMatchObject({ email: " half", phone: " " });
    expect(await saved({ email: { $ne: 1 }, __proto__: { phone: "1" } })).toBe(200);
    expect(await saved("' or 1=1")).toBe(400);
    for (const [field, value] of [
      ["draft", "' or 1=1 --"],
      ["step", "<script>"],
    ] as const) {
      const odd = { draft, step: "applicant", [field]: value };
      expect((await post(mother, `${form}/step`, odd)).status).toBe(400);
    }
    for (const query of [
      "draft=%27%20or%201%3D1",
      `draft=${draft}%00`,
      `draft=${draft}&step=%3Cscript%3E&check=%00`,
      `draft=${draft}&draft=${draft}&upload=%E2%80%AE&paper=%00`,
    ]) {
      expect((await read(mother, `${form}?${query}`)).status).toBeLessThan(500);
    }
    expect(await storedOf(draft)).toMatchObject(nothing);
  });

  test("two tabs each keep what the other typed", async () => {
    const draft = await begin(mother, form);
    const tab = { draft, step: "applicant", go: "forward" };
    // Both pages were made while everything was empty; each changes one field.
    const empty = { "was.email": "", "was.phone": "", email: "", phone: "" };
    await post(mother, `${form}/step`, { ...tab, ...empty, email: "one@example.kz" });
    await post(mother, `${form}/step`, { ...tab, ...empty, phone: "+77770001199" });
    expect((await storedOf(draft)).data).toMatchObject({
      email: "one@example.kz",
      phone: "+77770001199",
    });
  });

  test("five applications begun at once do not mix", async () => {
    const forms = ["general", "special", "sanatorium", "special-correctional", "general"].map(
      (type) => `/${locale}/akmola/apply/${type}`,
    );
    const drafts = await Promise.all(forms.map((each) => begin(mother, each)));
    expect(new Set(drafts).size).toBe(5);
    const emails = drafts.map((_, index) => `child${index}@example.kz`);
    await Promise.all(
      drafts.map((draft, index) => {
        const values = { email: emails[index] ?? "", phone: "+77770001199", consent: "on" };
        return send(mother, { form: forms[index] ?? "", draft, step: "applicant", values });
      }),
    );
    const stored = [];
    for (const draft of drafts) stored.push((await storedOf(draft)).data["email"]);
    expect(stored).toEqual(emails);
    const list = textOf(await (await read(mother, form)).text());
    expect(list.split(t("service.draftContinue")).length - 1).toBeGreaterThanOrEqual(2);
  });

  test("a father without a patronymic comes to the signature", async () => {
    const draft = await begin(father, form);
    const contacts = { email: "s@example.kz", phone: "+77770001198", consent: "on" };
    const child = { childIin: artyom.iin, districtKato: kokshetau };
    const first = await read(father, `${form}?draft=${draft}&step=applicant`);
    expect(textOf(await first.text())).toContain(
      `${t("apply.person.patronymic")} ${t("common.none")}`,
    );
    await send(father, { form, draft, step: "applicant", values: contacts });
    await send(father, { form, draft, step: "child", values: child });
    const composed = await send(father, { form, draft, step: "documents", values: {} });
    expect(placeOf(composed)).toContain("step=review");
    const review = textOf(await (await read(father, placeOf(composed))).text());
    expect(review).toContain(t("common.none"));
    // In the text that is signed, below the summary, the absent patronymic is a JSON null.
    expect(review).not.toMatch(/(?<!:)\b(?:null|undefined)\b/u);
  });
});

/** A draft whose first page is filled in. */
async function ready(form: string): Promise<string> {
  const draft = await begin(mother, form);
  const values = { email: "o@example.kz", phone: "+77770001199", secondPhone: "", consent: "on" };
  const sent = await send(mother, { form, draft, step: "applicant", values });
  expect(placeOf(sent)).toContain("step=child");
  return draft;
}

function sentencesOf(html: string, fields: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map((field) => [field, sentenceAt(html, field)]));
}

function valuesOf(html: string, fields: readonly string[]) {
  return Object.fromEntries(fields.map((field) => [field, valueIn(html, field)]));
}

function inWords(t: Translator, words: Words): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).map(([field, key]) => [field, t(key)]));
}
