import { Alert } from "#app/_ui/alert.tsx";
import type { Collection } from "#lib/applications/collection.ts";
import { isUploadCode } from "#lib/documents/upload-codes.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { PrivilegeCategory } from "#lib/privileges/categories.ts";
import { UploadField } from "../../../../../apply/_upload/upload-field.tsx";
import { storedFiles, uploadTexts } from "../../../../../apply/_upload/upload-texts.ts";
import type { DeedPlace } from "../../../_deeds/load-deed.ts";
import { deedPath } from "../../../_journal/deeds.ts";
import { paperName } from "../../../_journal/words.ts";

type PapersFieldsProps = {
  readonly deed: DeedPlace;
  readonly category: PrivilegeCategory;
  /** Codes of the papers asked for. */
  readonly papers: readonly string[];
  readonly collection: Collection;
  readonly missing: readonly string[];
  /** What became of a file that was sent without scripts. */
  readonly sent: { readonly paper: string; readonly outcome: string };
};

/** A field for each paper; they are the wizard's and work without JavaScript as there. */
export function PapersFields(props: PapersFieldsProps) {
  const { deed, category, papers, collection, missing, sent } = props;
  const { locale, portal, root } = deed.place;
  const t = translator(locale);
  const texts = uploadTexts(locale, collection.limits);
  const query = new URLSearchParams({ category: category.code, papers: collection.id });
  const here = `${root}${deedPath(deed.application.number, "privilege/add")}?${query}`;
  return (
    <section aria-labelledby="needs" className="grid gap-6">
      <h2 id="needs" className="text-xl">
        {t("privilege.needs")}
      </h2>
      <Alert tone="wait">
        <p>{t("apply.files.qualityShort")}</p>
      </Alert>
      {papers.map((paper) => {
        const months = category.papers.find((each) => each.code === paper)?.validMonths ?? null;
        const refused =
          sent.paper === paper && isUploadCode(sent.outcome)
            ? texts.errors[sent.outcome]
            : undefined;
        const lacks = missing.includes(paper)
          ? t("apply.papers.need", { paper: paperName(t, paper) })
          : undefined;
        return (
          <UploadField
            key={paper}
            region={portal.slug}
            draft={collection.id}
            paper={paper}
            label={paperName(t, paper)}
            hint={months === null ? undefined : `${t("apply.papers.validMonths", { n: months })}.`}
            error={refused ?? lacks}
            files={storedFiles(
              locale,
              collection.files.filter((file) => file.paper === paper),
            )}
            maxFiles={collection.limits.maxFilesPerPaper}
            texts={texts}
            returnTo={here}
          />
        );
      })}
    </section>
  );
}
