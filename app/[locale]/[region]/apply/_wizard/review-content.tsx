import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Link } from "#app/_ui/link.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import type { SigningView } from "#lib/applications/compose.ts";
import { formatDateTime } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { reviewGroups } from "./review-groups.ts";
import { stepPath } from "./steps.ts";

type ReviewContentProps = {
  readonly place: PortalPage;
  readonly draftId: string;
  readonly signing: SigningView;
  /** Not while it is being signed: a change would make another text. */
  readonly changeable: boolean;
};

/** The application out of the frozen bytes, and the bytes themselves: what is seen is what is signed. */
export function ReviewContent({ place, draftId, signing, changeable }: ReviewContentProps) {
  const { locale, root } = place;
  const { content } = signing;
  const t = translator(locale);
  const exact = new TextDecoder().decode(Buffer.from(signing.contentBase64, "base64"));
  return (
    <div className="grid max-w-text gap-8">
      {reviewGroups(t, content).map((group) => (
        <section key={group.id} aria-labelledby={`review-${group.id}`}>
          <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
            <h2 id={`review-${group.id}`} className="text-xl">
              {group.title}
            </h2>
            {changeable && group.step !== null && (
              <Link
                href={stepPath(root, { queueType: content.queueType, draftId, step: group.step })}
                className="inline-flex min-h-11 items-center print:hidden"
              >
                {t("apply.review.change")}
                <span className="sr-only">: {group.title}</span>
              </Link>
            )}
          </div>
          <SummaryList rows={group.rows} />
        </section>
      ))}
      <div className="print:hidden">
        <Disclosure title={t("apply.review.bytes")}>
          <p>{t("apply.review.bytesHint")}</p>
          <pre className="rounded-card border border-line bg-sunken p-3 text-sm wrap-anywhere whitespace-pre-wrap">
            {exact}
          </pre>
          <p className="text-sm wrap-anywhere">
            {t("apply.review.digest", { value: signing.contentSha256 })}
          </p>
        </Disclosure>
        <p className="mt-4 text-sm text-ink-soft">
          {t("apply.review.validUntil", { time: formatDateTime(signing.expiresAt) })}
        </p>
      </div>
    </div>
  );
}
