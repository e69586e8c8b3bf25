import type { Translator } from "#lib/i18n/translate.ts";
import type { PrivilegeCategory } from "#lib/privileges/categories.ts";
import type { PrivilegeOption } from "./privilege-choice.tsx";

/** The grounds in force as the list shows them. `ratio`: ordinary children to one first-priority child. */
export function privilegeOptions(
  t: Translator,
  categories: readonly PrivilegeCategory[],
  ratio: number,
): PrivilegeOption[] {
  return categories.map((category) => ({
    value: category.code,
    label: nameOf(t, `privilege.category.${category.code}`, category.code),
    about: [rightOf(t, category, ratio), ...papersOf(t, category)],
  }));
}

/** What the ground gives: a place before everybody, or one to every so many others. */
function rightOf(t: Translator, category: PrivilegeCategory, ratio: number): string {
  return category.right === "extraordinary"
    ? t("apply.privilege.gives.extraordinary")
    : t("apply.privilege.gives.first-priority", { n: ratio });
}

function papersOf(t: Translator, { papers }: PrivilegeCategory): string[] {
  if (papers.length === 0) return [];
  const names = papers.map(({ code }) => nameOf(t, `document.type.${code}`, code));
  const months = papers.flatMap(({ validMonths }) => validMonths ?? []);
  return [
    t("apply.privilege.papers", { papers: names.join("; ") }),
    ...(months.length > 0 ? [t("apply.papers.validMonths", { n: Math.min(...months) })] : []),
  ];
}

function nameOf(t: Translator, key: string, otherwise: string): string {
  return t.has(key) ? t(key) : otherwise;
}
