import type { ReactNode } from "react";

import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { Breadcrumbs, type Crumb } from "./breadcrumbs.tsx";
import { Footer } from "./footer.tsx";
import { PageMainOnce } from "./frame-once.tsx";
import { Header } from "./header.tsx";
import type { FrameRegion, NavItem } from "./header.tsx";
import { PageMain } from "./page-main.tsx";
import { Plain } from "./plain.tsx";
import { SkipLink } from "./skip-link.tsx";
import { Still } from "./still.tsx";

type PageProps = {
  readonly locale: Locale;
  /** The address after the language, with the query where it matters: `/akmola/cabinet?tab=history`. For the language switch. */
  readonly path: string;
  readonly region?: FrameRegion | undefined;
  /** The one `h1`. */
  readonly title: string;
  /** A sentence under the title. */
  readonly lead?: ReactNode;
  /** The way here after the region's home, without the page itself; absent on homes. */
  readonly crumbs?: readonly Crumb[] | undefined;
  /** The last word of the breadcrumbs where it is shorter than the title. */
  readonly crumb?: string | undefined;
  readonly here?: NavItem | undefined;
  readonly person?: string | undefined;
  /** Needs nothing of the framework in the browser: `Still` says more. */
  readonly still?: boolean;
  /** The quiet sidebar from 1024 px: steps, context. On a phone it stands above the content. */
  readonly aside?: ReactNode;
  /** `page` for lists and homes, `text` for reading and forms. */
  readonly width?: "text" | "page";
  readonly children: ReactNode;
};

/** The frame of every page: skip link, header, breadcrumbs, one h1, content, footer. */
export function Page(props: PageProps) {
  const {
    locale,
    path,
    region,
    title,
    lead,
    crumbs,
    crumb,
    here,
    person,
    still = false,
    aside,
    width = "page",
    children,
  } = props;
  const t = translator(locale);
  const home =
    region === undefined
      ? { label: t("header.nav.home"), href: `/${locale}` }
      : { label: t("header.nav.home"), href: `/${locale}/${region.slug}` };
  const way = crumbs === undefined ? undefined : [home, ...crumbs];
  const parts = { title, lead, aside, narrow: width === "text" && aside === undefined, children };
  const crumbsLabel = t("header.crumbs");
  const last = crumb ?? title;
  return (
    <Frame locale={locale} path={path} region={region} here={here} person={person} still={still}>
      {still ? (
        <PageMain
          {...parts}
          crumbs={
            way !== undefined && (
              <Plain>
                <Breadcrumbs label={crumbsLabel} crumbs={way} here={last} />
              </Plain>
            )
          }
        />
      ) : (
        <PageMainOnce {...parts} crumbs={way} crumbsLabel={crumbsLabel} here={last} />
      )}
    </Frame>
  );
}

type FrameProps = Pick<
  PageProps,
  "locale" | "path" | "region" | "here" | "person" | "still" | "children"
>;

/** The frame alone, for pages with a hero of their own: they bring `<main id="main">` and the h1. */
export function Frame({ locale, path, region, here, person, still = false, children }: FrameProps) {
  const header = (
    <Header locale={locale} path={path} region={region} here={here} person={person} still={still} />
  );
  const footer = <Footer locale={locale} region={region} still={still} />;
  return (
    <div className="flex min-h-dvh flex-col">
      {still && <Still />}
      <SkipLink label={translator(locale)("a11y.skip")} />
      {still ? <Plain>{header}</Plain> : header}
      {children}
      {still ? <Plain>{footer}</Plain> : footer}
    </div>
  );
}
