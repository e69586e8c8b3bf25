import type { Metadata } from "next";

import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { authorize } from "#lib/access/authorize.ts";
import type { ApplicationView } from "#lib/applications/journal.ts";
import { formatDateShort, formatNumber, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { mayWithdraw } from "../../_journal/deeds.ts";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { type DeedParams, loadDeed } from "../../_deeds/load-deed.ts";
import { withdraw } from "./actions.ts";

type PageProps = { readonly params: DeedParams };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "journal.actions.withdraw");
}

/** «Отозвать заявление»: what is lost, before the one button that does it. */
export default async function WithdrawPage({ params }: PageProps) {
  const deed = await loadDeed(params, "withdraw");
  const { place, actor, application, path } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number } = application;
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  return (
    <DeedPage still deed={deed} title="journal.actions.withdraw">
      {mayWithdraw(application) ? (
        <>
          <Alert tone="stop" title={t("withdraw.lost")}>
            <p>{t("withdraw.forever")}</p>
          </Alert>
          <SummaryList rows={lost(t, application)} />
          <p>{t("withdraw.told")}</p>
          {authorize(actor, "application.withdraw", owner).ok ? (
            <form
              action={withdraw.bind(null, locale, portal.slug, number)}
              className="flex flex-col gap-3 sm:flex-row sm:flex-wrap"
            >
              <Button look="danger" wide>
                {t("withdraw.button")}
              </Button>
              <LinkButton href={`${root}${applicationPath(number)}`} look="secondary" wide>
                {t("withdraw.keep")}
              </LinkButton>
            </form>
          ) : (
            <StepUp place={place} path={path} />
          )}
        </>
      ) : (
        <DeedClosed deed={deed} />
      )}
    </DeedPage>
  );
}

/** The number in the queue, and the instant that it rests on. */
function lost(t: Translator, { place, registeredAt }: ApplicationView) {
  const time = `${formatDateShort(registeredAt)}, ${formatTimeWithSeconds(registeredAt)}`;
  return [
    ...(place === null
      ? []
      : [{ term: t("queue.number.label"), value: formatNumber(t.locale, place.position) }]),
    { term: t("journal.field.registeredAt"), value: t("notice.utc", { time }) },
  ];
}
