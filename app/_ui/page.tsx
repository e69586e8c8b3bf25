import type { ReactNode } from "react";

import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { Breadcrumbs } from "./breadcrumbs.tsx";
import type { Crumb } from "./breadcrumbs.tsx";
import { classNames } from "./class-names.ts";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";
import type { FrameRegion, NavItem } from "./header.tsx";
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
  return (
    <Frame locale={locale} path={path} region={region} here={here} person={person} still={still}>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-page grow px-4 pt-3 sm:px-6">
        {crumbs !== undefined && (
          <Breadcrumbs
            label={t("header.crumbs")}
            crumbs={[home, ...crumbs]}
            here={crumb ?? title}
          />
        )}
        <div
          className={classNames(
            aside !== undefined && "lg:grid lg:grid-cols-[16rem_minmax(0,1fr)] lg:gap-12",
          )}
        >
          {aside !== undefined && <aside className="mt-4 lg:mt-8">{aside}</aside>}
          <div
            className={classNames(
              "mt-4 lg:mt-6",
              width === "text" && aside === undefined && "max-w-text",
            )}
          >
            <h1 className="max-w-[24ch] text-[min(1.625rem,8.5vw)] leading-[1.25] sm:max-w-none sm:text-3xl">
              {withWholeNumbers(title)}
            </h1>
            {lead !== undefined && <p className="mt-3 max-w-text text-lg text-ink-soft">{lead}</p>}
            <div className="mt-6">{children}</div>
          </div>
        </div>
      </main>
    </Frame>
  );
}

/** «№ 26-11-001284» goes to the next line whole; in a plain text it would break at its hyphens. */
function withWholeNumbers(title: string): ReactNode {
  return title.split(/((?:№\s)?\d+(?:-\d+)+)/u).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={part} className="inline-block">
        {part}
      </span>
    ),
  );
}

type FrameProps = Pick<
  PageProps,
  "locale" | "path" | "region" | "here" | "person" | "still" | "children"
>;

/** The frame alone, for pages with a hero of their own: they bring `<main id="main">` and the h1. */
export function Frame({ locale, path, region, here, person, still = false, children }: FrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      {still && <Still />}
      <SkipLink label={translator(locale)("a11y.skip")} />
      <Header locale={locale} path={path} region={region} here={here} person={person} />
      {children}
      <Footer locale={locale} region={region} />
    </div>
  );
}
