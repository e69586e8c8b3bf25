import type { Metadata } from "next";

import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Deadline } from "#app/_ui/deadline.tsx";
import { Page } from "#app/_ui/page.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { type InterestLink, interestByToken } from "#lib/applications/confirm-interest.ts";
import { daysBetween, localDateOf } from "#lib/calendar/local-date.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { keepPlace } from "./actions.ts";

export const dynamic = "force-dynamic";

type LinkPageProps = {
  readonly params: Promise<{
    readonly locale: string;
    readonly region: string;
    readonly token: string;
  }>;
};

export async function generateMetadata({ params }: LinkPageProps): Promise<Metadata> {
  return {
    ...(await titleMetadata(params, "journal.interest.title")),
    // The secret of the address goes to nobody, and the form still names where it comes from.
    referrer: "same-origin",
  };
}

/**
 * Where the link of a reminder leads, without signing in: names nobody, and only its button confirms, for mail scanners
 * open every link. To withdraw one signs in.
 */
export default async function InterestLinkPage({ params }: LinkPageProps) {
  const place = await loadPortal(await params);
  const { token } = await params;
  const { locale, portal } = place;
  const t = translator(locale);
  const now = await currentInstant();
  const found = await interestByToken(token, now);
  const link = found?.regionId === portal.id ? found : null;
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/interest/${encodeURIComponent(token)}`}
      region={portal}
      title={link?.state === "open" ? t("interest.plain.question") : t("journal.interest.title")}
      lead={link === null ? undefined : t("interest.link.about", { end: link.numberEnd })}
      crumbs={[]}
      here="cabinet"
      width="text"
    >
      <div className="grid gap-6">
        <Told place={place} link={link} token={token} now={now} />
      </div>
    </Page>
  );
}

type ToldProps = {
  readonly place: PortalPage;
  readonly link: InterestLink | null;
  readonly token: string;
  readonly now: Date;
};

function Told({ place, link, token, now }: ToldProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const cabinet = (
    <p>
      <LinkButton href={`${root}/cabinet`} look="secondary" wide>
        {t("cabinet.title")}
      </LinkButton>
    </p>
  );
  if (link?.state === "done" && link.nextAt !== null) {
    return (
      <>
        <Alert tone="done" polite>
          <p>{t("interest.done", { date: formatDate(locale, link.nextAt) })}</p>
          <p>{t("interest.link.thanks")}</p>
        </Alert>
        {cabinet}
      </>
    );
  }
  if (link?.state !== "open") {
    return (
      <>
        <Alert tone="wait">
          <p>
            {link === null
              ? t("interest.link.unknown")
              : t("interest.link.over", { phone: groupPhone(portal.supportPhone) })}
          </p>
        </Alert>
        {cabinet}
      </>
    );
  }
  const until = localDateOf(link.dueAt);
  return (
    <>
      <Deadline
        date={t("journal.interest.until", { date: formatDate(locale, until) })}
        dateTime={until}
        left={t("date.daysLeft", { n: Math.max(0, daysBetween(localDateOf(now), until)) })}
        otherwise={t("journal.interest.otherwise")}
      />
      <form
        action={keepPlace.bind(null, locale, portal.slug, token)}
        className="flex flex-col gap-3 sm:flex-row sm:flex-wrap"
      >
        <Button wide>{t("interest.plain.yes")}</Button>
        <LinkButton href={`${root}/cabinet/applications`} look="secondary" wide>
          {t("interest.plain.no")}
        </LinkButton>
      </form>
      <p className="text-ink-soft">{t("interest.link.no")}</p>
    </>
  );
}
