import type { Translator } from "#lib/i18n/translate.ts";
import type { RequiredPaper } from "#lib/privileges/rules.ts";

/** Why a paper is asked for: «Для чего: Специальная группа, Многодетная семья». */
export function paperGrounds(t: Translator, { because }: Pick<RequiredPaper, "because">): string {
  const grounds = because.map((code) => {
    if (code === "guardian") return t("apply.guardian.label");
    if (code === "non-resident") return t("apply.nonresident.label");
    for (const key of [`qtype.name.${code}`, `privilege.chip.${code}`]) {
      if (t.has(key)) return t(key);
    }
    return code;
  });
  return t("apply.papers.why", { grounds: grounds.join(", ") });
}

/** The paper's name; an unknown one is «другой документ». */
export function paperName(t: Translator, code: string): string {
  const key = `document.type.${code}`;
  return t.has(key) ? t(key) : t("document.type.other");
}
