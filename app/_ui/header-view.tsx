import type { Locale } from "#lib/i18n/locales.ts";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import { type Language, LanguageSwitch } from "./language-switch.tsx";
import { Link } from "./link.tsx";
import { type LookGroup, LookButtons } from "./look-buttons.tsx";
import { Mark, OrnamentBand } from "./ornament.tsx";

export type NavItem = "home" | "kindergartens" | "apply" | "referral" | "check" | "cabinet";

export type HeaderWords = {
  readonly home: string;
  readonly kindergartens: string;
  readonly apply: string;
  readonly referral: string;
  readonly check: string;
  readonly cabinet: string;
  readonly phone: string;
  readonly menu: string;
  readonly menuLabel: string;
  readonly brand: string;
  /** Under the brand: the region or the country. */
  readonly place: string;
  readonly language: string;
  readonly look: string;
  readonly moreLook: string;
};

export type HeaderViewProps = {
  readonly locale: Locale;
  readonly path: string;
  /** Of the portal's home. */
  readonly home: string;
  /** The region's: `tel:` address, and the number as people read it; absent on the chooser. */
  readonly phone: { readonly href: string; readonly text: string } | undefined;
  readonly here: NavItem | undefined;
  readonly person: string | undefined;
  readonly words: HeaderWords;
  readonly languages: readonly Language[];
  readonly look: readonly LookGroup[];
};

/** The menu of manual 001, in its order. */
const menu = [
  ["home", ""],
  ["kindergartens", "/kindergartens"],
  ["apply", "/apply"],
  ["referral", "/referrals"],
  ["check", "/queue"],
] as const;

const quietLink =
  "inline-flex min-h-11 items-center gap-1.5 px-1.5 text-link no-underline hover:underline hover:underline-offset-4";

/** What `Header` shows: words and links without any behaviour. */
export function HeaderView(props: HeaderViewProps) {
  const { locale, path, home, phone, words, languages, look } = props;
  return (
    <header className="bg-surface print:hidden">
      <div className="border-b border-line bg-sunken text-sm">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between px-4 sm:px-6">
          {phone === undefined ? (
            <span className="hidden sm:block" />
          ) : (
            <a href={phone.href} className={classNames(quietLink, "-ms-1.5 font-semibold")}>
              <Icon name="phone" className="hidden min-[24rem]:block" />
              <span className="sr-only">{words.phone}: </span>
              <span className="tabular whitespace-nowrap">{phone.text}</span>
            </a>
          )}
          <div className="ms-auto flex flex-wrap items-center justify-end">
            <LanguageSwitch
              locale={locale}
              path={path}
              label={words.language}
              languages={languages}
            />
            <details className="group relative">
              <summary className="inline-flex min-h-11 min-w-11 list-none items-center justify-center rounded-tag px-2 text-link group-open:bg-sky-soft">
                <span aria-hidden="true" className="font-bold">
                  <span className="text-xs">A</span>
                  <span className="text-lg">A</span>
                </span>
                <span className="sr-only">{words.look}</span>
              </summary>
              <div className="absolute end-0 top-full z-30 w-[min(22rem,calc(100vw-2rem))] rounded-card border border-edge bg-surface p-4 text-base">
                <LookButtons groups={look} />
                {phone !== undefined && (
                  <p className="mt-3">
                    <Link
                      href={`${home}/accessibility`}
                      className="inline-flex min-h-11 items-center"
                    >
                      {words.moreLook}
                    </Link>
                  </p>
                )}
              </div>
            </details>
          </div>
        </div>
      </div>
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-end gap-x-1.5 px-4 py-2.5 sm:gap-x-4 sm:px-6">
        <a
          href={home}
          className="flex min-h-12 min-w-min grow basis-36 items-center gap-2 text-ink sm:gap-2.5 no-underline"
        >
          <Mark className="size-11 shrink-0" />
          <span className="min-w-min">
            <span className="block text-lg leading-6 font-bold">{words.brand}</span>
            <span className="block text-sm text-ink-soft">{words.place}</span>
          </span>
        </a>
        {phone !== undefined && <Menu {...props} />}
      </div>
      <OrnamentBand className="-mb-px" />
    </header>
  );
}

/** A row of its own from `xl`; on a phone the cabinet stays in sight and the rest opens under «Меню». */
function Menu({ home, here, person, words }: HeaderViewProps) {
  const items = menu.map(([item, path]) => ({
    item,
    href: `${home}${path}`,
    label: words[item],
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
      <nav aria-label={words.menuLabel} className="order-last hidden basis-full xl:block">
        <ul className="-mx-2.5 flex">
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
        // One's own name leads to one's profile (manual 002, step 6).
        href={person === undefined ? `${home}/cabinet` : `${home}/cabinet/profile`}
        aria-current={current("cabinet")}
        className={classNames(
          "ms-auto inline-flex min-h-12 items-center gap-2 rounded-card border-2 px-2.5 font-semibold no-underline hover:bg-sky-soft sm:px-3",
          here === "cabinet" ? "border-action text-ink" : "border-line text-link",
        )}
      >
        <Icon name="person" />
        <span
          className={
            person === undefined ? "sr-only min-[26rem]:not-sr-only" : "sr-only sm:not-sr-only"
          }
        >
          {person === undefined ? (
            <span className="whitespace-nowrap">{words.cabinet}</span>
          ) : (
            // The longest names of the register take several lines, not the whole row.
            <span className="block max-w-56 leading-tight wrap-anywhere">{person}</span>
          )}
        </span>
      </a>
      <details className="group relative xl:hidden">
        <summary className="-mx-1.5 inline-flex min-h-12 list-none items-center gap-2 rounded-card px-2 font-semibold text-link group-open:bg-sky-soft">
          <Icon name="menu" />
          <span>{words.menu}</span>
        </summary>
        <nav
          aria-label={words.menuLabel}
          className="absolute end-0 top-full z-20 w-[min(20rem,calc(100vw-2rem))] rounded-card border border-edge bg-surface py-2"
        >
          <ul>
            {[
              ...items,
              { item: "cabinet" as const, href: `${home}/cabinet`, label: words.cabinet },
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
