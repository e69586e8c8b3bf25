import { groupPhone } from "#lib/identity/phone.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { Link } from "./link.tsx";
import { LookSettings } from "./look-settings.tsx";
import { Mark, OrnamentBand } from "./ornament.tsx";

/** What the frame of a page shows of the region; a `Portal` of #lib/regions/views.ts fits. */
export type FrameRegion = {
  readonly slug: string;
  readonly names: Readonly<Record<Locale, string>>;
  /** E.164. */
  readonly supportPhone: string;
};

export type NavItem = "home" | "apply" | "referral" | "check" | "cabinet";

type HeaderProps = {
  readonly locale: Locale;
  readonly path: string;
  readonly region?: FrameRegion | undefined;
  /** The menu's item on which the reader stands. */
  readonly here?: NavItem | undefined;
  /** The signed-in person's name: shown on the way to the cabinet. */
  readonly person?: string | undefined;
};

/** The menu of manual 001, in its order; what is not built yet has no link. */
const menu = [
  ["home", ""],
  ["apply", "/apply"],
  ["referral", "/referrals"],
  ["check", "/queue"],
] as const;

const quietLink =
  "inline-flex min-h-11 items-center gap-1.5 px-1.5 text-link no-underline hover:underline hover:underline-offset-4";

/** Region and its phone, the menu, language, appearance, the way to the cabinet. Server-rendered; opens without JavaScript. */
export function Header({ locale, path, region, here, person }: HeaderProps) {
  const t = translator(locale);
  const home = region === undefined ? `/${locale}` : `/${locale}/${region.slug}`;
  return (
    <header className="bg-surface print:hidden">
      <div className="border-b border-line bg-sunken text-sm">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between px-4 sm:px-6">
          {region === undefined ? (
            <span className="hidden sm:block" />
          ) : (
            <a
              href={`tel:${region.supportPhone}`}
              className={classNames(quietLink, "-ms-1.5 font-semibold")}
            >
              <Icon name="phone" className="hidden min-[24rem]:block" />
              <span className="sr-only">{t("header.phone")}: </span>
              <span className="tabular whitespace-nowrap">{groupPhone(region.supportPhone)}</span>
            </a>
          )}
          <div className="ms-auto flex flex-wrap items-center justify-end">
            <LanguageSwitch locale={locale} path={path} />
            <details className="group relative">
              <summary className="inline-flex min-h-11 min-w-11 list-none items-center justify-center rounded-tag px-2 text-link group-open:bg-sky-soft">
                <span aria-hidden="true" className="font-bold">
                  <span className="text-xs">A</span>
                  <span className="text-lg">A</span>
                </span>
                <span className="sr-only">{t("a11y.title")}</span>
              </summary>
              <div className="absolute end-0 top-full z-30 w-[min(22rem,calc(100vw-2rem))] rounded-card border border-edge bg-surface p-4 text-base">
                <LookSettings locale={locale} only={["size", "contrast", "theme"]} />
                {region !== undefined && (
                  <p className="mt-3">
                    <Link
                      href={`${home}/accessibility`}
                      className="inline-flex min-h-11 items-center"
                    >
                      {t("a11y.more")}
                    </Link>
                  </p>
                )}
              </div>
            </details>
          </div>
        </div>
      </div>
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-end gap-x-2 px-4 py-2.5 sm:gap-x-4 sm:px-6">
        <a
          href={home}
          className="flex min-h-12 min-w-min grow basis-36 items-center gap-2.5 text-ink no-underline"
        >
          <Mark className="size-11 shrink-0" />
          <span className="min-w-min">
            <span className="block text-lg leading-6 font-bold">{t("header.brand")}</span>
            <span className="block text-sm text-ink-soft">
              {region?.names[locale] ?? t("header.country")}
            </span>
          </span>
        </a>
        {region !== undefined && <Menu locale={locale} home={home} here={here} person={person} />}
      </div>
      <OrnamentBand className="-mb-px" />
    </header>
  );
}

type MenuProps = Pick<HeaderProps, "locale" | "here" | "person"> & { readonly home: string };

/** A row from `xl`; on a phone the cabinet stays in sight and the rest opens under «Меню». */
function Menu({ locale, home, here, person }: MenuProps) {
  const t = translator(locale);
  const items = menu.map(([item, path]) => ({
    item,
    href: `${home}${path}`,
    label: t(`header.nav.${item}`),
  }));
  const current = (item: NavItem) => (item === here ? ("page" as const) : undefined);
  const rowLink = (item: NavItem) =>
    classNames(
      "inline-flex min-h-12 items-center px-2.5 text-dense font-medium whitespace-nowrap text-ink no-underline",
      "border-b-3 hover:border-sky hover:text-link",
      item === here ? "border-action" : "border-transparent",
    );
  return (
    <>
      <nav aria-label={t("header.menuLabel")} className="ms-auto hidden xl:block">
        <ul className="flex">
          {items.map(({ item, href, label }) => (
            <li key={item}>
              <a href={href} aria-current={current(item)} className={rowLink(item)}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <a
        href={`${home}/cabinet`}
        aria-current={current("cabinet")}
        className={classNames(
          "ms-auto inline-flex min-h-12 items-center gap-2 rounded-card border-2 px-3 font-semibold no-underline hover:bg-sky-soft xl:ms-0",
          here === "cabinet" ? "border-action text-ink" : "border-line text-link",
        )}
      >
        <Icon name="person" />
        <span
          className={
            person === undefined ? "sr-only min-[26rem]:not-sr-only" : "sr-only sm:not-sr-only"
          }
        >
          <span className="whitespace-nowrap">{person ?? t("header.nav.cabinet")}</span>
        </span>
      </a>
      <details className="group relative xl:hidden">
        <summary className="-mx-1.5 inline-flex min-h-12 list-none items-center gap-2 rounded-card px-2 font-semibold text-link group-open:bg-sky-soft">
          <Icon name="menu" />
          <span>{t("header.menu")}</span>
        </summary>
        <nav
          aria-label={t("header.menuLabel")}
          className="absolute end-0 top-full z-20 w-[min(20rem,calc(100vw-2rem))] rounded-card border border-edge bg-surface py-2"
        >
          <ul>
            {[
              ...items,
              { item: "cabinet" as const, href: `${home}/cabinet`, label: t("header.nav.cabinet") },
            ].map(({ item, href, label }) => (
              <li key={item}>
                <a
                  href={href}
                  aria-current={current(item)}
                  className={classNames(
                    "flex min-h-12 items-center border-s-4 px-4 py-2 text-ink no-underline hover:bg-sky-soft",
                    item === here ? "border-action font-semibold" : "border-transparent",
                  )}
                >
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </details>
    </>
  );
}
