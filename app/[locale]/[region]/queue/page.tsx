import type { Metadata } from "next";

import { getSignedIn } from "#app/_request/actor.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Page } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { displayName } from "#lib/identity/name.ts";
import { checkPlace } from "./actions.ts";
import { CheckForm, type CheckTexts } from "./check-form.tsx";

// The answer to a form without JavaScript is this page, so it is made for each request and never kept.
export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  const { locale, portal } = await loadPortal(await params);
  return {
    ...pageMetadata({
      locale,
      path: `/${portal.slug}/queue`,
      title: translator(locale)("meta.page.queue"),
      region: portal.names[locale],
    }),
    robots: { index: false, follow: true },
  };
}

/** «Проверить очередь» (manual 001): by the child's IIN and a second fact, without signing in. */
export default async function QueueCheckPage({ params }: PortalPageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const t = translator(locale);
  const signedIn = await getSignedIn();
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/queue`}
      region={portal}
      title={t("check.title")}
      crumbs={[]}
      here="check"
      {...(signedIn !== null && {
        person: `${displayName(signedIn.name.surname)} ${displayName(signedIn.name.givenName)}`,
      })}
      width="text"
    >
      <CheckForm
        action={checkPlace.bind(null, locale, portal.slug)}
        texts={checkTexts(t)}
        here={`${root}/queue`}
        helpHref={`${root}/help#q-number`}
      />
    </Page>
  );
}

function checkTexts(t: Translator): CheckTexts {
  return {
    intro: t("check.intro"),
    childIin: t("check.childIin"),
    childIinHint: t("check.iinHint"),
    secondFact: t("check.secondFact"),
    secondFactHint: t("check.secondHint"),
    button: t("check.button"),
    again: t("check.again"),
    result: t("check.result"),
    registeredAt: t("check.registeredAt"),
    status: t("check.status"),
    notWaiting: t("check.notWaiting"),
    means: t("queue.means"),
    help: t("queue.help"),
    more: t("check.more"),
    privacy: t("check.privacy"),
    summary: t("error.summaryTitle"),
  };
}
