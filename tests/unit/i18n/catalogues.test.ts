import { describe, expect, test } from "vitest";
import { locales, type Locale } from "#lib/i18n/locales.ts";
import en from "#lib/i18n/messages/en.json" with { type: "json" };
import kk from "#lib/i18n/messages/kk.json" with { type: "json" };
import ru from "#lib/i18n/messages/ru.json" with { type: "json" };
import { flatten, longest, wordingsOf, type Catalogues, type Flat } from "./catalogue.ts";
import { kazakhBreaches } from "./kazakh-rules.ts";
import { letterBreaches } from "./letter-rules.ts";
import { sameInBoth } from "./same-in-both.ts";
import { shapeBreaches } from "./shape-rules.ts";

const catalogues: Catalogues = { kk: flatten(kk), ru: flatten(ru), en: flatten(en) };

function each(flat: Flat, breachesOf: (wording: string, key: string) => string[]): string[] {
  return [...flat].flatMap(([key, text]) =>
    wordingsOf(text).flatMap((wording) =>
      breachesOf(wording, key).map((breach) => `${key}: ${breach}: ${wording}`),
    ),
  );
}

function copies({ kk: kazakh, ru: russian }: Pick<Catalogues, "kk" | "ru">): string[] {
  return [...kazakh]
    .filter(([key, text]) => {
      const words = text.replaceAll(/\{\w+\}/g, "");
      return text === russian.get(key) && /\p{Script=Cyrillic}/u.test(words);
    })
    .filter(([, text]) => !sameInBoth.includes(text))
    .map(([key, text]) => `${key}: ${text}`);
}

/** Buttons stand in one line at 360 px: 30 characters of 17 px. */
const buttons = [
  /^common\.(?:cancel|forward|next|back|yes|no|ok|save|close|open|change|delete|add|find|continue|send|confirm|download|print|copy|show|hide|showAll|more|retry|refresh)$/,
  /^header\.nav\./,
  /^eds\.(?:choose|refresh|sign)$/,
  /^code\.updateNumber$/,
  /^signin\.(?:enter|exit|exitEverywhere|continue)$/,
  /^apply\.(?:start|ok|send|join)$/,
  /^apply\.files\.(?:attach|photo|add|addMore|view|up|down|remove)$/,
  /^service\.draft(?:Continue|Discard)$/,
  /^journal\.(?:download|actions\..*)$/,
  /^interest\.(?:button|confirm)$/,
  /^referral\.(?:extend|decline)$/,
  /^choices\.(?:accept|postpone|decline|keepShort)$/,
  /^voucher\.(?:confirmShort|moveShort|restore)$/,
  /^check\.button$/,
];
/** Three tabs in a row at 360 px. */
const tabs = [/^journal\.tab\.(?:info|history|documents)$/];

function tooLong(flat: Flat, patterns: readonly RegExp[], limit: number): string[] {
  return [...flat]
    .filter(([key, text]) => patterns.some((one) => one.test(key)) && text.length > limit)
    .map(([key, text]) => `${key}: ${text.length}: ${text}`);
}

/** The longest value of each placeholder of an SMS; a link is our short one. */
const longestInSms = {
  code: "123456",
  cohort: "2023",
  date: "25.12",
  link: "https://kezek.kz/aB3",
  n: "12345",
  next: "25.12.2027",
  number: "26-11-000123",
  phone: "87112500000",
};
/** One part in UCS-2 holds 70 UTF-16 units; in GSM-7, which English fits, 160. */
const smsPart: Readonly<Record<Locale, number>> = { kk: 70, ru: 70, en: 160 };
const gsm7 = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]*$/;

function smsBreaches(locale: Locale, flat: Flat): string[] {
  return [...flat]
    .filter(([key]) => key.startsWith("message.sms."))
    .flatMap(([key, text]) => {
      const sent = longest(text, longestInSms);
      const breaches = [];
      if (sent.length > smsPart[locale]) breaches.push(`${key}: ${sent.length} units: ${sent}`);
      if (locale === "en" && !gsm7.test(sent)) breaches.push(`${key}: outside GSM-7: ${sent}`);
      return breaches;
    });
}

describe("the three catalogues", () => {
  test("hold the same texts with the same placeholders and whole plurals", () => {
    expect(shapeBreaches(catalogues)).toEqual([]);
  });

  test.each(locales)("%s is written in its own letters and quotation marks", (locale) => {
    const found = each(catalogues[locale], (wording) => letterBreaches(locale, wording));
    expect(found).toEqual([]);
  });

  test("Kazakh is written, not translated by machine", () => {
    expect(each(catalogues.kk, (wording) => kazakhBreaches(wording))).toEqual([]);
  });

  test("no Kazakh text is a Russian one left over", () => {
    expect(copies(catalogues)).toEqual([]);
  });

  test.each(locales)("%s: buttons and tabs fit a phone of 360 px", (locale) => {
    expect(tooLong(catalogues[locale], buttons, 30)).toEqual([]);
    expect(tooLong(catalogues[locale], tabs, 11)).toEqual([]);
  });

  test.each(locales)("%s: an SMS goes in one part with its longest values", (locale) => {
    expect(smsBreaches(locale, catalogues[locale])).toEqual([]);
  });

  test("to cancel is not to decline a place", () => {
    const cancels = [...catalogues.kk].filter(([key]) => /(?:^|\.)cancel$/.test(key));
    expect(cancels.map(([, text]) => text)).not.toContain("Бас тарту");
    expect(catalogues.kk.get("common.cancel")).toBe("Болдырмау");
  });
});

describe("a planted mistake is found", () => {
  const plant = (locale: Locale, key: string, text: string): Catalogues => ({
    ...catalogues,
    [locale]: new Map([...catalogues[locale], [key, text]]),
  });

  test.each([
    ["missing text", plant("en", "planted.key", "Only here")],
    ["empty text", plant("ru", "check.none", " ")],
    ["another placeholder", plant("kk", "code.wrong", "Тағы {count} рет")],
    ["a plural without «few»", plant("ru", "code.wrong", "{n, plural, one {#} other {#}}")],
    ["a broken message", plant("ru", "code.wrong", "{n, plural, one {#}")],
  ])("%s", (_, planted) => {
    expect(shapeBreaches(planted)).not.toEqual([]);
  });

  test.each([
    "Қалған уақыт: 5 жұмыс күндері",
    "3 балалар қабылданды",
    "{n} құжаттар",
    "214-ші орын",
    "{date} дейін",
    "{name}-ға жіберілді",
    "10 жағдайдың {hits}-інде",
    "25 қараша дейін",
    "Файлды жүктеу",
    "Егер SMS келмесе",
    "60 секунд ағымында",
    "Құпия сөз",
    "ЭЦҚ-пен кіру",
    "ЖСН-ны енгізіңіз",
    "мүгедек бала",
    "Басыңыз «Жіберу» түймесін",
    "Бұл өріс міндетті болып табылады",
    "жолдаманы бас тарту",
    "Сіздің өтініш қабылданды",
    "Өтінішті қол қою",
    "Заявление для ребенка",
  ])("in Kazakh: %s", (wording) => {
    expect(kazakhBreaches(wording)).not.toEqual([]);
  });

  test.each([
    ["kk", "бiлiм бөлімі"],
    ["kk", "балаbaқша"],
    ["kk", "əке"],
    ["kk", "“Жіберу” түймесі"],
    ["ru", 'Нажмите "Войти"'],
    ["ru", "Ребёнок"],
    ["ru", "Если Вы не входили"],
    ["ru", "Ошибка! Повторите"],
    ["en", "Press «Sign in»"],
    ["en", "Өтініш accepted"],
  ] as const)("letters, %s: %s", (locale, wording) => {
    expect(letterBreaches(locale, wording)).not.toEqual([]);
  });

  test("a Russian text in the Kazakh catalogue", () => {
    const planted = plant("kk", "check.none", catalogues.ru.get("check.none") ?? "");
    expect(copies(planted).join()).toContain("check.none");
  });

  test("an SMS of two parts, a button of two lines", () => {
    const long = "Бос орын ұсынылды, енді жауап беріңіз. Жауап мерзімі {date}: {link}";
    const planted = plant("kk", "message.sms.offer", long).kk;
    expect(smsBreaches("kk", planted).join()).toContain("message.sms.offer");
    const button = "Мүдделілікті дәл қазір растаңыз";
    const wide = tooLong(plant("kk", "common.send", button).kk, buttons, 30);
    expect(wide.join()).toContain("common.send");
  });
});
