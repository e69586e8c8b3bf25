import { describe, expect, test } from "vitest";
import { noticeContent } from "#lib/documents/notice-content.ts";
import { noticeFacts, type NoticeFacts } from "#lib/documents/notice-facts.ts";
import { noticePdf } from "#lib/documents/notice-pdf.ts";
import { drawPdf } from "#lib/documents/pdf.ts";
import { type Locale, locales } from "#lib/i18n/locales.ts";
import { pdfText } from "#tests/support/pdf-text.ts";
import { sampleFacts, sampleToken } from "./sample-notice.ts";

const place = (locale: Locale) => ({
  locale,
  origin: "https://kezek.example.kz",
  token: sampleToken,
});
const issuedAt = new Date("2026-11-22T05:06:07Z");

async function paper(facts: NoticeFacts, locale: Locale): Promise<Uint8Array> {
  return drawPdf(noticePdf(noticeContent(facts, place(locale)), issuedAt));
}

const squeeze = (text: string) => text.replace(/\s+/g, "");

describe("the notice of registration", { timeout: 30_000 }, () => {
  test.each(locales)("says the same on paper as on the page, in %s", async (locale) => {
    const content = noticeContent(sampleFacts, place(locale));
    const text = squeeze(pdfText(await paper(sampleFacts, locale)));
    const said = [
      content.title,
      content.region,
      content.issued,
      ...[content.position, content.bound, content.entryCode].map((row) => row?.value ?? "?"),
      content.position.asOf,
      ...[...content.rows, ...content.signature].flatMap((row) => [row.label, row.value]),
      ...content.next,
      ...content.legal,
      content.verify.address,
      content.verify.token.value,
    ];
    for (const words of said) expect(text).toContain(squeeze(words));
    expect(text).not.toContain("\uFFFD");
  });

  test("has every letter of Kazakh, also in bold", async () => {
    const letters = "ӘәҒғҚқҢңӨөҰұҮүҺһІі№";
    const facts = { ...sampleFacts, childName: letters, entryCode: letters };
    const text = pdfText(await paper(facts, "kk"));
    expect(text.split(letters)).toHaveLength(3);
  });

  test("tells the instant to the second, in Kazakhstan's time", () => {
    expect(noticeContent(sampleFacts, place("kk")).issued).toContain(
      "22.11.2026, 10:06:07 (UTC+5)",
    );
  });

  test("names what waits for a register, the district, the privilege and the non-resident only where there are any", () => {
    const bare = noticeContent(
      {
        ...sampleFacts,
        districtNames: null,
        privileges: [],
        checksPending: [],
        worstPosition: null,
      },
      place("ru"),
    );
    const full = noticeContent({ ...sampleFacts, nonResident: true }, place("ru"));
    expect(bare.bound).toBeNull();
    expect(full.rows.length - bare.rows.length).toBe(3);
    expect(full.next.length - bare.next.length).toBe(1);
  });

  test("drawn again from the same facts it is the same file", async () => {
    const [first, second] = [await paper(sampleFacts, "ru"), await paper(sampleFacts, "ru")];
    expect(Buffer.compare(first, second)).toBe(0);
  });

  test("keeps to one sheet with long names", async () => {
    const long = "Әбдіқадырова-Құрманғазиева Нұрсұлтангүл Әбілмансұрқызы";
    const facts = { ...sampleFacts, applicantName: long, childName: long, nonResident: true };
    const file = Buffer.from(await paper(facts, "kk")).toString("latin1");
    expect(file.match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  test.each<[string, Partial<Record<keyof NoticeFacts, unknown>>]>([
    ["a whole IIN", { childIinMasked: "230315590008" }],
    ["a day that is none", { childBirthDate: "2023-02-30" }],
    ["place nought", { position: 0 }],
    ["an unknown class", { class: "vip" }],
    ["a fact nobody asked for", { childIin: "230315590008" } as never],
  ])("is not issued with %s", (_name, changes) => {
    expect(noticeFacts.safeParse(sampleFacts).success).toBe(true);
    expect(noticeFacts.safeParse({ ...sampleFacts, ...changes }).success).toBe(false);
  });
});
