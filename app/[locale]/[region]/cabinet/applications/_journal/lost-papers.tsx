import { Alert } from "#app/_ui/alert.tsx";
import type { Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { paperName } from "./words.ts";

type LostPapersProps = {
  readonly t: Translator;
  readonly papers: readonly string[];
  /** The office's, E.164. */
  readonly phone: string;
};

/** Papers of which the portal had to throw a file out: which, why, and what to do about it. */
export function LostPapers({ t, papers, phone }: LostPapersProps) {
  if (papers.length === 0) return null;
  return (
    <Alert tone="stop" title={t("journal.lost.title")}>
      <ul className="list-disc space-y-1 ps-6">
        {papers.map((paper) => (
          <li key={paper}>{paperName(t, paper)}</li>
        ))}
      </ul>
      <p>{t("journal.lost.do")}</p>
      <p>{t("journal.lost.phone", { phone: groupPhone(phone) })}</p>
      <p>{t("journal.todo.keeps")}</p>
    </Alert>
  );
}
