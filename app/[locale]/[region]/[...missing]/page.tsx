import type { Metadata } from "next";

import { getSignedIn } from "#app/_request/actor.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { Page } from "#app/_ui/page.tsx";
import { ToyQueue } from "#app/_ui/pictures/toys.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { displayName } from "#lib/identity/name.ts";
import { answerWithStatus } from "#lib/platform/answer-status.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return {
    ...(await titleMetadata(params, "error.page.404.title")),
    robots: { index: false },
  };
}

/** An address of the portal that no page has: its frame, in the language of the address, and the way on. Answers 404. */
export default async function MissingPage({ params }: PortalPageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const t = translator(locale);
  const signedIn = await getSignedIn();
  answerWithStatus(404);
  return (
    <Page
      still
      locale={locale}
      // The same address is missing in every language; the home is not.
      path={`/${portal.slug}`}
      region={portal}
      title={t("error.page.404.title")}
      lead={t("error.page.404.text")}
      {...(signedIn !== null && {
        person: `${displayName(signedIn.name.surname)} ${displayName(signedIn.name.givenName)}`,
      })}
    >
      <ToyQueue ahead={2} className="h-28 max-w-full" />
      <p className="mt-6">
        <LinkButton href={root} icon="home">
          {t("common.toHome")}
        </LinkButton>
      </p>
    </Page>
  );
}
