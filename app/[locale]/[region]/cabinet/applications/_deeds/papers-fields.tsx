import { Alert } from "#app/_ui/alert.tsx";
import type { Collection } from "#lib/applications/collection.ts";
import { isUploadCode } from "#lib/documents/upload-codes.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { PaperRequirement } from "#lib/privileges/categories.ts";
import { UploadField } from "../../../apply/_upload/upload-field.tsx";
import { storedFiles, uploadTexts } from "../../../apply/_upload/upload-texts.ts";
import { paperName } from "../_journal/words.ts";
import type { DeedPlace } from "./load-deed.ts";

type PapersFieldsProps = {
  readonly deed: DeedPlace;
  readonly papers: readonly PaperRequirement[];
  readonly collection: Collection;
  /** Codes of the papers that the last try lacked. */
  readonly missing?: readonly string[];
  /** The paper that says that none was brought at all. */
  readonly emptyAt?: string | null;
  /** What became of a file that was sent without scripts. */
  /** None of them must be brought. */
  readonly free?: boolean;
  readonly sent: { readonly paper: string; readonly outcome: string };
  /** This page with its query, to which forms without JavaScript lead back. */
  readonly returnTo: string;
};

/** A field for each paper; they are the wizard's and work without JavaScript as there. */
export function PapersFields(props: PapersFieldsProps) {
  const { deed, papers, collection, missing = [], emptyAt = null, sent, returnTo, free } = props;
  const { locale, portal } = deed.place;
  const t = translator(locale);
  const texts = uploadTexts(locale, collection.limits);
  return (
    <section aria-labelledby="needs" className="grid gap-6">
      <h2 id="needs" className="text-xl">
        {t(free ? "journal.tab.documents" : "privilege.needs")}
      </h2>
      <Alert tone="wait">
        <p>{t("apply.files.qualityShort")}</p>
      </Alert>
      {papers.map(({ code, validMonths }) => {
        const refused =
          sent.paper === code && isUploadCode(sent.outcome)
            ? texts.errors[sent.outcome]
            : undefined;
        const lacks = missing.includes(code)
          ? t("apply.papers.need", { paper: paperName(t, code) })
          : code === emptyAt
            ? t("papers.empty")
            : undefined;
        return (
          <UploadField
            key={code}
            region={portal.slug}
            draft={collection.id}
            paper={code}
            label={paperName(t, code)}
            hint={
              validMonths === null
                ? undefined
                : `${t("apply.papers.validMonths", { n: validMonths })}.`
            }
            error={refused ?? lacks}
            files={storedFiles(
              locale,
              collection.files.filter((file) => file.paper === code),
            )}
            maxFiles={collection.limits.maxFilesPerPaper}
            texts={texts}
            returnTo={returnTo}
          />
        );
      })}
    </section>
  );
}
