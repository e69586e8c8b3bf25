import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { Locale } from "#lib/i18n/locales.ts";

/** A catalogue laid flat: `signin.iin.label` → text. */
export type Flat = ReadonlyMap<string, string>;
export type Catalogues = Readonly<Record<Locale, Flat>>;

export function flatten(tree: object, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    if (typeof value === "string") flat.set(key, value);
    else if (value !== null && typeof value === "object") {
      for (const [inner, text] of flatten(value as object, key)) flat.set(inner, text);
    }
  }
  return flat;
}

/** The placeholders of an ICU message, whatever their kind. @throws when the message cannot be parsed */
export function argumentsOf(text: string): string[] {
  const names = new Set<string>();
  visit(parse(text), (element) => {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
  });
  return [...names].toSorted();
}

/** The branches of every plural in the message. */
export function pluralsOf(text: string): string[][] {
  const found: string[][] = [];
  visit(parse(text), (element) => {
    if (element.type === TYPE.plural) found.push(Object.keys(element.options));
  });
  return found;
}

/** Every wording a reader may meet: plural branches written out, `{name}` kept, `#` shown as a digit. */
export function wordingsOf(text: string): string[] {
  return spread(parse(text));
}

/** The longest wording with the placeholders filled by the values given. */
export function longest(text: string, values: Readonly<Record<string, string>>): string {
  const filled = wordingsOf(text).map((wording) =>
    wording.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`no longest value for {${name}}`);
      return value;
    }),
  );
  return filled.reduce((a, b) => (b.length > a.length ? b : a));
}

function spread(elements: readonly MessageFormatElement[]): string[] {
  let wordings = [""];
  for (const element of elements) {
    const next =
      element.type === TYPE.plural || element.type === TYPE.select
        ? Object.values(element.options).flatMap((option) => spread(option.value))
        : [plain(element)];
    wordings = wordings.flatMap((start) => next.map((end) => start + end));
  }
  return wordings;
}

function plain(element: MessageFormatElement): string {
  if (element.type === TYPE.literal) return element.value;
  if (element.type === TYPE.pound) return "5";
  return `{${element.value}}`;
}

function visit(
  elements: readonly MessageFormatElement[],
  seen: (element: MessageFormatElement) => void,
): void {
  for (const element of elements) {
    seen(element);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) visit(option.value, seen);
    } else if (element.type === TYPE.tag) visit(element.children, seen);
  }
}
