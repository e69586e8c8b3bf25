import { parseArgs } from "node:util";
import { z } from "zod";
import { locales } from "#lib/i18n/locales.ts";

export const looks = ["light", "dark", "contrast", "large", "print"] as const;
export type Look = (typeof looks)[number];

/** The ways through the portal: to the queue, and within it. */
export const ways = ["into-queue", "in-queue"] as const;

/** What the sheet shows; everything unless it is narrowed. */
export const choiceSchema = z.strictObject({
  folder: z.string(),
  widths: z.array(z.number().int().min(320).max(2560)).min(1),
  langs: z.array(z.enum(locales)).min(1),
  looks: z.array(z.enum(looks)).min(1),
  ways: z.array(z.enum(ways)).min(1),
  /** Parts of names: a page is taken when its name holds one of them. */
  pages: z.array(z.string()),
});
export type Choice = z.infer<typeof choiceSchema>;

export const usage = `npm run sheet                                   all pages, into .kezek/sheet
npm run sheet -- --width 360 --lang kk          only these (360, 768, 1280; kk, ru, en)
npm run sheet -- --look dark --page wizard      looks: ${looks.join(", ")}; pages by a part of the name
npm run sheet -- --way in-queue                 ways: ${ways.join(", ")}
Each can be given more than once.`;

/** Reads the command line; undefined when it makes no sense. */
export function readChoice(args: readonly string[], folder: string): Choice | undefined {
  const many = { type: "string", multiple: true } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { way: many, width: many, lang: many, look: many, page: many },
    });
    const chosen = choiceSchema.safeParse({
      folder,
      widths: (values.width ?? ["360", "768", "1280"]).map(Number),
      langs: values.lang ?? locales,
      looks: values.look ?? looks,
      ways: values.way ?? ways,
      pages: values.page ?? [],
    });
    if (!chosen.success) return undefined;
    // In one order: what one language leaves behind is what the next one's walk counts on.
    const langs = locales.filter((each) => chosen.data.langs.includes(each));
    return { ...chosen.data, langs };
  } catch {
    return undefined;
  }
}
