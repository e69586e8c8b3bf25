import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import type { SigningView } from "#lib/applications/compose.ts";
import type { Draft } from "#lib/applications/drafts.ts";
import { translator } from "#lib/i18n/translate.ts";
import { ReviewContent } from "./review-content.tsx";
import { stepPath, typePath } from "./steps.ts";

type ReviewStepProps = {
  readonly place: PortalPage;
  readonly draft: Draft;
  /** Null when nothing is composed, or when it is too old or no longer what the draft says. */
  readonly signing: SigningView | null;
};

/** «Проверьте заявление»: read, change, or go on to sign. */
export function ReviewStep({ place, draft, signing }: ReviewStepProps) {
  const { locale, root } = place;
  const t = translator(locale);
  const at = { queueType: draft.queueType, draftId: draft.id };
  if (signing === null) return <ComposeAgain place={place} draft={draft} />;
  const inOther = signing.content.language !== locale;
  return (
    <>
      <p className="mb-6 max-w-text text-lg text-ink-soft">{t("apply.review.hint")}</p>
      {inOther && (
        <div className="mb-6">
          <ComposeAgain place={place} draft={draft} language={signing.content.language} />
        </div>
      )}
      <ReviewContent place={place} draftId={draft.id} signing={signing} changeable />
      <BottomBar>
        <div className="flex w-full flex-wrap gap-2 sm:w-auto sm:gap-4">
          <LinkButton
            href={stepPath(root, { ...at, step: "documents" })}
            look="secondary"
            icon="back"
          >
            {t("common.back")}
          </LinkButton>
          <LinkButton
            href={stepPath(root, { ...at, step: "sign" })}
            icon="arrow"
            iconAfter
            className="grow sm:grow-0"
          >
            {t("apply.send")}
          </LinkButton>
        </div>
      </BottomBar>
    </>
  );
}

type ComposeAgainProps = Pick<ReviewStepProps, "place" | "draft"> & {
  /** The language of the text that stands, where it is not the page's. */
  readonly language?: "kk" | "ru" | "en";
};

/** Composing freezes a text, so it is a post, never something that happens by opening a page. */
function ComposeAgain({ place, draft, language }: ComposeAgainProps) {
  const t = translator(place.locale);
  return (
    <Alert tone="wait" title={language === undefined ? t("apply.review.againTitle") : undefined}>
      <p>
        {language === undefined
          ? t("apply.review.againText")
          : t("apply.review.otherLanguage", { language: t(`profile.languages.${language}`) })}
      </p>
      <form action={`${typePath(place.root, draft.queueType)}/step`} method="post">
        <input type="hidden" name="draft" value={draft.id} />
        <input type="hidden" name="step" value="review" />
        <Button name="go" value="forward" look={language === undefined ? "primary" : "secondary"}>
          {t("apply.review.again")}
        </Button>
      </form>
    </Alert>
  );
}
