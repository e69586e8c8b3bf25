import { Alert } from "#app/_ui/alert.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { PaperUpload, type SentPlain } from "./paper-upload.tsx";
import { StepForm, StepSummary, type StepProps } from "./step-form.tsx";

/** The papers that the answers call for, each with its reason; photos or scans are attached here. */
export function DocumentsStep({ sent, ...props }: StepProps & { readonly sent: SentPlain }) {
  const { place, view } = props;
  const t = translator(place.locale);
  return (
    <>
      <StepSummary {...props} />
      {view.papers.length === 0 ? (
        <Alert tone="done" title={t("apply.papers.none")}>
          <p>{t("apply.papers.noneText")}</p>
        </Alert>
      ) : (
        <>
          <Alert tone="wait">
            <p>{t("apply.files.quality")}</p>
          </Alert>
          <div className="mt-6 grid gap-8">
            {view.papers.map((paper) => (
              <PaperUpload key={paper.code} {...props} paper={paper} sent={sent} />
            ))}
          </div>
        </>
      )}
      <div className="mt-6">
        <StepForm {...props} step="documents" fields={[]}>
          {null}
        </StepForm>
      </div>
    </>
  );
}
