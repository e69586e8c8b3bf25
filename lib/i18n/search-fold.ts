/** Kazakh letters as people type them on a Russian keyboard, and the other way round. */
const plain: Readonly<Record<string, string>> = {
  ә: "а",
  ғ: "г",
  қ: "к",
  ң: "н",
  ө: "о",
  ұ: "у",
  ү: "у",
  һ: "х",
  і: "и",
  ё: "е",
  й: "и",
  ы: "и",
};

/**
 * A name as the search compares it: small letters, Kazakh letters like their Russian neighbours, no marks and signs. So
 * «Орал», «орал », «Кокшетау» and «Көкшетау» are found by either.
 */
export function fold(text: string): string {
  return [...text.normalize("NFC").toLowerCase()]
    .map((letter) => plain[letter] ?? letter)
    .join("")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether every word of the question begins a word of the names. */
export function matches(question: string, names: string): boolean {
  const words = ` ${fold(names)}`;
  return fold(question)
    .split(" ")
    .every((word) => words.includes(` ${word}`));
}
