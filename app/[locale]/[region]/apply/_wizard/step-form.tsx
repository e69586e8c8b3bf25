import type { ReactNode } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import type { DraftField, DraftValues, WizardStep } from "#lib/applications/draft.ts";
import type { WizardView } from "#lib/applications/wizard.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { DraftSaver, type SaverTexts } from "./draft-saver.tsx";
import type { FieldError } from "./problem-texts.ts";
import { signInPath } from "#app/_request/actor.ts";
import { stepPath, typePath, type Check } from "./steps.ts";
import { wasName } from "./typed-values.ts";

/** What every step of the form is given. */
export type StepProps = {
  readonly place: PortalPage;
  readonly view: WizardView;
  /** What the draft holds: the view has on top of it what was typed when the session ended. */
  readonly stored: DraftValues;
  /** Problems shown on this page, as the summary lists them. */
  readonly errors: readonly FieldError[];
  readonly check: Check | null;
};

type StepFormProps = StepProps & {
  readonly step: WizardStep;
  /** The fields that stand on the page, of the draft's. */
  readonly fields: readonly DraftField[];
  readonly refreshOn?: readonly DraftField[];
  readonly children: ReactNode;
};

const formId = "application";

/** One page of the form: a plain post, so that it works without scripts; what was typed is saved whichever button is pressed. */
export function StepForm(props: StepFormProps) {
  const { place, view, stored, check, step, fields, refreshOn = [], children } = props;
  const { locale, portal, root } = place;
  const { draft } = view;
  const t = translator(locale);
  const base = typePath(root, draft.queueType);
  const here = stepPath(root, { queueType: draft.queueType, draftId: draft.id, step });
  return (
    <>
      {step !== "documents" && <StepSummary {...props} />}
      {fields.some((field) => draft.values[field] !== stored[field]) && (
        <Alert tone="wait" className="mb-6">
          <p>{t("apply.typingBack", { button: t("common.forward") })}</p>
        </Alert>
      )}
      <form id={formId} action={`${base}/step`} method="post" noValidate>
        <input type="hidden" name="draft" value={draft.id} />
        <input type="hidden" name="step" value={step} />
        {fields.map((field) => (
          <input key={field} type="hidden" name={wasName(field)} value={stored[field] ?? ""} />
        ))}
        {/* Enter presses the first button of a form: here «Вперед», wherever other buttons stand. */}
        <button
          type="submit"
          name="go"
          value="forward"
          tabIndex={-1}
          aria-hidden="true"
          className="sr-only"
        >
          {t("common.forward")}
        </button>
        {children}
        {fields.length > 0 && (
          <DraftSaver
            formId={formId}
            saveUrl={`${base}/save`}
            draftId={draft.id}
            step={step}
            answered={check !== null}
            refreshOn={refreshOn}
            signInHref={signInPath({ locale, regionSlug: portal.slug }, here)}
            texts={saverTexts(t)}
          />
        )}
        <BottomBar>
          <div className="flex w-full flex-wrap gap-2 sm:w-auto sm:gap-4">
            {step !== "applicant" && (
              <Button name="go" value="back" look="secondary" icon="back">
                {t("common.back")}
              </Button>
            )}
            <Button name="go" value="forward" icon="arrow" iconAfter className="grow sm:grow-0">
              {t("common.forward")}
            </Button>
          </div>
        </BottomBar>
        <Button name="go" value="leave" look="quiet" className="-ms-5 mt-3">
          {t("apply.leave")}
        </Button>
      </form>
    </>
  );
}

/** What is to be mended, at the top of the page, once the parent wanted to go on. */
export function StepSummary({ place, errors, check }: StepProps) {
  if (check === null) return null;
  const t = translator(place.locale);
  return <ErrorSummary title={t("error.summary", { n: errors.length })} errors={errors} />;
}

/** Stands in the sentence where the time of the last saving will be. */
const timeMark = "{time}";

function saverTexts(t: Translator): SaverTexts {
  return {
    saving: t("apply.saver.saving"),
    saved: t("apply.saved", { time: timeMark }),
    offline: t("apply.saver.offline"),
    signedOut: t("apply.saver.signedOut"),
    signIn: t("apply.saver.signIn"),
    submitted: t("apply.error.submitted"),
    gone: t("error.not-yours"),
    restored: t("apply.saver.restored"),
  };
}
