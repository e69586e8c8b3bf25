import { fail, ok, type Result } from "#lib/platform/result.ts";

/**
 * The number of a birth certificate as people copy it from paper. Since 2008 it is digits alone; before that a series
 * stood in front, a Roman numeral and two Cyrillic letters: «I-АБ № 123987». No order states one format (the rules of
 * order № 429 of 29.06.2023 leave it to the form), so everything that can be forgiven is forgiven.
 */
export type BirthCertificateNumber = {
  /** Cyrillic capitals without the hyphen, e.g. `ІАБ`; null where the certificate has digits only. */
  readonly series: string | null;
  /** Digits without leading zeros. */
  readonly number: string;
};

/** Letters that look the same on paper: whoever types «AB» with a Latin keyboard means the Cyrillic pair. */
const lookAlikes: Readonly<Record<string, string>> = {
  A: "А",
  B: "В",
  C: "С",
  E: "Е",
  H: "Н",
  I: "І",
  K: "К",
  M: "М",
  O: "О",
  P: "Р",
  T: "Т",
  X: "Х",
  Y: "У",
  Ӏ: "І",
};

/** @returns the parts to compare, or `certificate-shape` when there is no number of 4 to 10 digits. */
export function parseBirthCertificate(
  text: string,
): Result<BirthCertificateNumber, "certificate-shape"> {
  const bare = text
    .replace(/№|#|N[oº°]?\.?(?=\s*\d)/giu, "")
    .normalize("NFKC")
    .replace(/[\s\p{Cf}\p{Pd}./|]/gu, "")
    // A small «l» in front of letters is the Roman one of the series.
    .replace(/^[l1]{1,3}(?=\p{L})/u, (ones) => "І".repeat(ones.length))
    .toUpperCase();
  const cyrillic = Array.from(bare, (letter) => lookAlikes[letter] ?? letter).join("");
  const parts = /^(\p{L}{3,7})?(\d{4,10})$/u.exec(cyrillic);
  if (parts === null) return fail("certificate-shape");
  const number = (parts[2] ?? "").replace(/^0+/, "");
  return number === "" ? fail("certificate-shape") : ok({ series: parts[1] ?? null, number });
}

/**
 * Whether two written numbers mean the same paper. Digits decide; the series counts when both sides give one, because
 * registers keep some old certificates without it.
 */
export function sameBirthCertificate(one: string, other: string): boolean {
  const a = parseBirthCertificate(one);
  const b = parseBirthCertificate(other);
  if (!a.ok || !b.ok || a.value.number !== b.value.number) return false;
  return a.value.series === null || b.value.series === null || a.value.series === b.value.series;
}
