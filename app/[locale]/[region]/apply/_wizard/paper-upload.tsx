import type { WizardPaper } from "#lib/applications/wizard.ts";
import { isUploadCode } from "#lib/documents/upload-codes.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { UploadField } from "../_upload/upload-field.tsx";
import { storedFiles, uploadTexts } from "../_upload/upload-texts.ts";
import { paperGrounds, paperName } from "./paper-grounds.ts";
import { controlOf, errorAt } from "./problem-texts.ts";
import type { StepProps } from "./step-form.tsx";
import { stepPath } from "./steps.ts";

/** What became of a file that was sent without scripts: the paper and the outcome, out of the address. */
export type SentPlain = { readonly paper: string; readonly outcome: string } | null;

type PaperUploadProps = StepProps & { readonly paper: WizardPaper; readonly sent: SentPlain };

/** One required paper: why it is asked for, how long it is good, its pages. */
export function PaperUpload({ place, view, errors, paper, sent }: PaperUploadProps) {
  const { locale, portal, root } = place;
  const { draft, policy } = view;
  const t = translator(locale);
  const limits = {
    maxBytes: policy.uploadMaxBytes,
    maxFilesPerPaper: policy.uploadMaxFilesPerPaper,
    maxFiles: policy.uploadMaxFilesPerApplication,
  };
  const texts = uploadTexts(locale, limits);
  const refused = sent !== null && sent.paper === paper.code && isUploadCode(sent.outcome);
  const missing =
    paper.files.length === 0 ? errorAt(errors, controlOf(`paper.${paper.code}`)) : undefined;
  return (
    <UploadField
      region={portal.slug}
      draft={draft.id}
      paper={paper.code}
      label={paperName(t, paper.code)}
      hint={hintOf(t, paper)}
      error={refused && isUploadCode(sent.outcome) ? texts.errors[sent.outcome] : missing}
      files={storedFiles(locale, paper.files)}
      maxFiles={limits.maxFilesPerPaper}
      texts={texts}
      returnTo={stepPath(root, {
        queueType: draft.queueType,
        draftId: draft.id,
        step: "documents",
      })}
    />
  );
}

function hintOf(t: Translator, paper: WizardPaper): string {
  const sentences = [paperGrounds(t, paper)];
  if (paper.validMonths !== null) {
    sentences.push(t("apply.papers.validMonths", { n: paper.validMonths }));
  }
  return `${sentences.join(". ")}.`;
}
