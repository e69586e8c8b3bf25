import type { ReactNode } from "react";

import type { Crumb } from "#app/_ui/breadcrumbs.tsx";
import { Button } from "#app/_ui/button.tsx";
import { classNames } from "#app/_ui/class-names.ts";
import { Page } from "#app/_ui/page.tsx";
import { Plain } from "#app/_ui/plain.tsx";
import { getSignedIn } from "#app/_request/actor.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import { displayName } from "#lib/identity/name.ts";
import { unreadOf } from "#lib/notifications/inbox.ts";
import { leave } from "../actions.ts";

export type CabinetSection =
  | "overview"
  | "applications"
  | "children"
  | "inbox"
  | "profile"
  | "sessions"
  | "data";

type CabinetPageProps = {
  readonly place: PortalPage;
  /** The address after `/{locale}/{region}`, with the query where it matters. */
  readonly path: string;
  readonly section: CabinetSection;
  readonly title: string;
  readonly lead?: ReactNode;
  /** Between the cabinet and the page. */
  readonly crumbs?: readonly Crumb[];
  readonly still?: boolean;
  readonly children: ReactNode;
};

/** The frame of every page of the cabinet: the person's name in the corner, the sections, «Выйти». */
export async function CabinetPage(props: CabinetPageProps) {
  const { place, path, section, title, lead, crumbs = [], still = false, children } = props;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const signedIn = await getSignedIn();
  const unread = signedIn === null ? 0 : await unreadOf(signedIn.actor);
  const home = { label: t("cabinet.title"), href: `${root}/cabinet` };
  return (
    <Page
      locale={locale}
      path={`/${portal.slug}${path}`}
      region={portal}
      title={title}
      lead={lead}
      crumbs={section === "overview" ? [] : [home, ...crumbs]}
      here="cabinet"
      still={still}
      person={signedIn === null ? undefined : cornerName(signedIn.name)}
      aside={<Sections place={place} section={section} unread={unread} />}
    >
      {children}
    </Page>
  );
}

function cornerName(name: { readonly surname: string; readonly givenName: string }): string {
  return `${displayName(name.surname)} ${displayName(name.givenName)}`.trim();
}

type Section = {
  readonly id: CabinetSection;
  readonly href: string;
  readonly label: string;
  readonly unread?: number;
};

/** How many messages nobody has opened: a figure to look at, words to listen to. */
function UnreadCount({ t, count }: { readonly t: Translator; readonly count: number }) {
  return (
    <span className="ms-2 inline-flex min-w-6 justify-center rounded-tag bg-action px-1.5 text-sm font-semibold text-on-action">
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{t("inbox.unread", { n: count })}</span>
    </span>
  );
}

/** Beside the page from `lg`. A phone has the breadcrumbs, and the same ways on as cards of the overview. */
function Sections({
  place,
  section,
  unread,
}: Pick<CabinetPageProps, "place" | "section"> & { readonly unread: number }) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const links: readonly Section[] = [
    { id: "overview", href: `${root}/cabinet`, label: t("cabinet.title") },
    { id: "applications", href: `${root}/cabinet/applications`, label: t("journal.title") },
    { id: "children", href: `${root}/cabinet/children`, label: t("meta.page.children") },
    { id: "inbox", href: `${root}/cabinet/inbox`, label: t("inbox.title"), unread },
    { id: "profile", href: `${root}/cabinet/profile`, label: t("profile.title") },
    { id: "sessions", href: `${root}/cabinet/sessions`, label: t("sessions.title") },
    { id: "data", href: `${root}/cabinet/data`, label: t("meta.page.data") },
  ];
  return (
    <div className="hidden lg:block print:hidden">
      <Plain>
        <nav aria-label={t("cabinet.menu")}>
          <ul>
            {links.map((link) => (
              <li key={link.id}>
                <a
                  href={link.href}
                  aria-current={link.id === section ? "page" : undefined}
                  className={classNames(
                    "flex min-h-12 items-center rounded-tag px-2.5 text-ink no-underline hover:bg-sky-soft hover:text-link",
                    link.id === section && "bg-sky-soft font-semibold",
                  )}
                >
                  {link.label}
                  {link.unread !== undefined && link.unread > 0 && (
                    <UnreadCount t={t} count={link.unread} />
                  )}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </Plain>
      <form action={leave.bind(null, locale, portal.slug)} className="-ms-2.5 mt-4">
        <Button look="quiet">{t("signin.exit")}</Button>
      </form>
    </div>
  );
}
