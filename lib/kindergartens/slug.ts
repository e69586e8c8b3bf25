const latin: Readonly<Record<string, string>> = {
  а: "a",
  ә: "a",
  б: "b",
  в: "v",
  г: "g",
  ғ: "g",
  д: "d",
  е: "e",
  ё: "e",
  ж: "zh",
  з: "z",
  и: "i",
  й: "i",
  к: "k",
  қ: "q",
  л: "l",
  м: "m",
  н: "n",
  ң: "n",
  о: "o",
  ө: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ұ: "u",
  ү: "u",
  ф: "f",
  х: "h",
  һ: "h",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "sch",
  ъ: "",
  ы: "y",
  і: "i",
  ь: "",
  э: "e",
  ю: "iu",
  я: "ia",
};

const longest = 60;

/** What an address of the portal can name: small Latin letters, digits, single hyphens between them. */
export const slugPattern = /^(?=.{1,70}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * The name in addresses of a kindergarten called so in Kazakh: «№ 8 «Айналайын»» is `8-ainalaiyn`. Where it is taken a
 * number is added.
 */
export function slugOf(name: string, isTaken: (slug: string) => boolean): string {
  const letters = [...name.normalize("NFC").toLowerCase()].map((letter) => latin[letter] ?? letter);
  const plain = letters
    .join("")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");
  const slug = plain === "" ? "kindergarten" : plain;
  if (!isTaken(slug)) return slug;
  for (let number = 2; ; number += 1) {
    if (!isTaken(`${slug}-${number}`)) return `${slug}-${number}`;
  }
}
