import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { formatNumber } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

type RegisteredPanelProps = {
  readonly locale: Locale;
  /** `/{locale}/{region}`. */
  readonly root: string;
  readonly number: string;
  readonly entryCode: string;
  /** From 1; null where the entry does not wait. */
  readonly position: number | null;
  /** Where the notice is downloaded; null while it is being made. */
  readonly noticeHref: string | null;
  /** A register was silent and will be asked again. */
  readonly pending: boolean;
  /** Where kindergartens are chosen; null unless places are given by wishes and none has been given. */
  readonly wishesHref: string | null;
};

/** Manual 003, step 12: the notice that the application is registered, «Скачать уведомление», «ОК» to the journal. */
export function RegisteredPanel(props: RegisteredPanelProps) {
  const { locale, root, number, entryCode, position, noticeHref, pending, wishesHref } = props;
  const t = translator(locale);
  return (
    <section
      aria-labelledby="registered"
      className="mb-8 max-w-text rounded-picture border-2 border-done bg-surface p-5 sm:p-6"
    >
      <h2 id="registered" className="text-xl text-done-ink">
        {t("apply.done.title")}
      </h2>
      <dl className="mt-4 grid gap-4 sm:grid-cols-3">
        <Fact term={t("common.number")} value={`№\u00a0${number}`} />
        {position !== null && (
          <Fact term={t("apply.done.position")} value={formatNumber(locale, position)} />
        )}
        <Fact term={t("apply.done.code")} value={entryCode} />
      </dl>
      <div className="mt-4 grid gap-2">
        <p>{t("apply.done.keepCode")}</p>
        <p>{t("apply.done.nextText")}</p>
        {pending && (
          <Alert tone="wait">
            <p>{t("apply.pending")}</p>
          </Alert>
        )}
        {noticeHref === null && <p className="text-ink-soft">{t("apply.done.noticePending")}</p>}
      </div>
      {wishesHref !== null && (
        <Alert tone="wait" title={t("wishes.lastStep")} className="mt-4">
          <p>{t("wishes.due")}</p>
          <p>{t("wishes.dueWhenever")}</p>
        </Alert>
      )}
      <div className="mt-5 flex flex-wrap gap-3">
        {wishesHref !== null && (
          <LinkButton href={wishesHref} wide>
            {t("wishes.choose")}
          </LinkButton>
        )}
        {noticeHref !== null && (
          <LinkButton
            href={noticeHref}
            icon="download"
            {...(wishesHref !== null && { look: "secondary" })}
            wide
          >
            {t("apply.done.download")}
          </LinkButton>
        )}
        <LinkButton href={`${root}/cabinet/applications`} look="secondary" wide>
          {t("apply.ok")}
        </LinkButton>
      </div>
    </section>
  );
}

function Fact({ term, value }: { readonly term: string; readonly value: string }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{term}</dt>
      <dd className="tabular text-xl font-semibold">{value}</dd>
    </div>
  );
}
