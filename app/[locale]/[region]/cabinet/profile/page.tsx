import type { Metadata } from "next";

import { requirePerson } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { CabinetPage } from "../_shell/cabinet-page.tsx";
import { DataTab } from "./data-tab.tsx";
import { LinkTab } from "./link-tab.tsx";
import { PasswordTab } from "./password-tab.tsx";
import { profileTabOf, profileTabPath, ProfileTabs } from "./profile-tabs.tsx";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.profile");
}

/**
 * One's own page, behind one's name in the corner (manual 002): data, linking, password. At the first entry the contacts
 * alone stand between «Войти» and the goal.
 */
export default async function ProfilePage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const query = await searchParams;
  const first = queryValue(query, "first") !== undefined;
  const tab = first ? "data" : profileTabOf(queryValue(query, "tab"));
  const actor = await requirePerson(
    { locale, regionSlug: portal.slug },
    `${root}${profileTabPath(tab)}`,
  );
  const now = await currentInstant();
  const t = translator(locale);
  const returnTo = safeReturnPath(queryValue(query, "return"), portal.slug);
  const linked = Number(queryValue(query, "linked") ?? Number.NaN);
  return (
    <CabinetPage
      still
      place={place}
      path={first ? `/cabinet/profile${firstQuery(returnTo)}` : profileTabPath(tab)}
      section="profile"
      title={first ? t("profile.firstTitle") : t("profile.title")}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        {!first && <ProfileTabs place={place} tab={tab} />}
        {tab === "data" && (
          <DataTab
            place={place}
            actor={actor}
            now={now}
            first={first}
            returnTo={returnTo}
            saved={queryValue(query, "saved") !== undefined}
            confirmed={queryValue(query, "confirmed") !== undefined}
          />
        )}
        {tab === "link" && (
          <LinkTab
            place={place}
            actor={actor}
            now={now}
            linked={Number.isInteger(linked) && linked >= 0 && linked < 100 ? linked : null}
          />
        )}
        {tab === "password" && (
          <PasswordTab
            place={place}
            actor={actor}
            done={queryValue(query, "changed") !== undefined}
          />
        )}
      </div>
    </CabinetPage>
  );
}

function firstQuery(returnTo: string | null): string {
  return `?first=1${returnTo === null ? "" : `&return=${encodeURIComponent(returnTo)}`}`;
}
