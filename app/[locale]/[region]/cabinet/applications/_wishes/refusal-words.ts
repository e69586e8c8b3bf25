import { wishStates } from "#lib/applications/wish-rules.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { Choosing } from "./load-choosing.ts";

const faults = [...wishStates, "too-many", "twice", "unknown"];

/** Why the list was not saved, or that somebody else saved another one meanwhile; null where all is well. */
export function refusalWords(
  t: Translator,
  { query: { refused }, overtaken, nameOf, view }: Choosing,
): { readonly field?: string; readonly text: string } | null {
  if (overtaken) return { text: t("wishes.error.changed") };
  if (refused === null) return null;
  const { code, slug } = refused;
  const known = `wishes.error.${code}`;
  if (!faults.includes(code) || !t.has(known)) return null;
  const name = slug === null ? "" : nameOf(slug);
  return {
    ...(slug !== null && { field: `wish-${slug}` }),
    text: t(known, { name, max: view.max }),
  };
}
