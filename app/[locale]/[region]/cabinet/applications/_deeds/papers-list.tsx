import type { Translator } from "#lib/i18n/translate.ts";
import { paperName } from "../_journal/words.ts";

type PapersListProps = {
  readonly t: Translator;
  /** Codes. */
  readonly papers: readonly string[];
  /** None of them must be brought. */
  readonly free?: boolean;
};

/** «Нужные документы», by name, before they are brought. */
export function PapersList({ t, papers, free }: PapersListProps) {
  return (
    <section aria-labelledby="needs">
      <h2 id="needs" className="mb-2 text-xl">
        {t(free ? "journal.tab.documents" : "privilege.needs")}
      </h2>
      <ul className="list-disc space-y-1 ps-6">
        {papers.map((paper) => (
          <li key={paper}>{paperName(t, paper)}</li>
        ))}
      </ul>
    </section>
  );
}
