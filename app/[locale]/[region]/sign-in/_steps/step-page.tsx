import type { ReactNode } from "react";

import { signInPath } from "#app/_request/actor.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { Page } from "#app/_ui/page.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { stepPath } from "./visitor.ts";

type StepPageProps = {
  readonly place: PortalPage;
  /** The last part of the address, e.g. `code`. */
  readonly page: string;
  readonly returnTo: string | null;
  /** The name of the way, for the crumbs. */
  readonly way: string;
  readonly title?: string;
  /** Nothing on it lives by its script. */
  readonly still?: boolean;
  readonly children: ReactNode;
};

/** The frame of a page of the ways in; most are still pages, whose forms post plainly. */
export function StepPage({
  place,
  page,
  returnTo,
  way,
  title,
  still = true,
  children,
}: StepPageProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  return (
    <Page
      still={still}
      locale={locale}
      path={stepPath(`/${portal.slug}`, page, returnTo)}
      region={portal}
      title={title ?? t("signin.title")}
      crumbs={[
        { label: t("header.nav.cabinet"), href: `${root}/cabinet` },
        {
          label: t("signin.title"),
          href: signInPath({ locale, regionSlug: portal.slug }, returnTo ?? undefined),
        },
      ]}
      crumb={way}
      here="cabinet"
      width="text"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">{children}</div>
    </Page>
  );
}
