import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { keptTyping, typingOfOldPage } from "#app/_request/kept-typing.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { loadPortal } from "#app/_request/region.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { locales, type Locale } from "#lib/i18n/locales.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayFullName } from "#lib/identity/name.ts";
import type { StoredPerson } from "#lib/people/person.ts";
import { profileView } from "#lib/people/profile.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { CabinetPage } from "../_shell/cabinet-page.tsx";
import { saveProfile } from "./actions.ts";
import { ProfileForm } from "./profile-form.tsx";
import { profileTexts, profileTyping } from "./profile-texts.ts";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  const { locale, portal } = await loadPortal(await params);
  const t = translator(locale);
  const page = t("meta.page.profile");
  return { title: t("meta.title", { page, region: portal.names[locale] }) };
}

/** What the register says, read-only, and how to reach the person. At the first entry it stands between «Войти» and the goal. */
export default async function ProfilePage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const query = await searchParams;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, `${root}/cabinet/profile`);
  const view = await profileView(actor);
  if (!view.ok) redirect(signInPath(portalPath, `${root}/cabinet/profile`));
  const { person, contact, mayWrite } = view.value;
  const kept = await keptTyping(actor, profileTyping, await currentInstant());
  const ofOldPage = await typingOfOldPage(`${root}/cabinet/profile`);
  const typed = { ...ofOldPage, ...kept };
  const t = translator(locale);
  const first = queryValue(query, "first") !== undefined;
  const returnTo = safeReturnPath(queryValue(query, "return"), portal.slug);
  return (
    <CabinetPage
      still
      place={place}
      path={`/cabinet/profile${first ? firstQuery(returnTo) : ""}`}
      section="profile"
      title={first ? t("profile.firstTitle") : t("profile.title")}
    >
      <div className="grid gap-10">
        {first && (
          <Alert tone="wait">
            <p>{t("profile.emailFirst")}</p>
          </Alert>
        )}
        {queryValue(query, "saved") !== undefined && (
          <Alert tone="done">
            <p>{t("profile.saved")}</p>
          </Alert>
        )}
        {Object.keys(kept).length > 0 && (
          <Alert tone="wait">
            <p>{t("apply.typingBack", { button: t("profile.save") })}</p>
          </Alert>
        )}
        {Object.keys(ofOldPage).length > 0 && (
          <Alert tone="wait">
            <p>{t("error.page.updated.back")}</p>
          </Alert>
        )}
        <section aria-labelledby="contacts">
          <h2 id="contacts" className="mb-4 text-xl">
            {t("profile.contacts")}
          </h2>
          {mayWrite ? (
            <ProfileForm
              action={saveProfile.bind(null, locale, portal.slug, first, returnTo)}
              texts={profileTexts(t, first)}
              languages={locales.map((value) => ({
                value,
                label: t(`profile.languages.${value}`),
              }))}
              values={{
                email: typed["email"] ?? contact?.email ?? "",
                phone: typed["phone"] ?? contact?.phone ?? "",
                secondPhone: typed["secondPhone"] ?? contact?.secondPhone ?? "",
                locale: typed["locale"] ?? contact?.locale ?? locale,
              }}
            />
          ) : (
            <Alert tone="wait">
              <p>{t("signin.stepUp")}</p>
              <p>
                <Link href={signInPath(portalPath, `${root}/cabinet/profile`)}>
                  {t("signin.ways.eds")}
                </Link>
              </p>
            </Alert>
          )}
        </section>
        {!first && (
          <section aria-labelledby="facts" className="max-w-text">
            <h2 id="facts" className="text-xl">
              {t("profile.facts")}
            </h2>
            <p className="mt-1 mb-4 text-ink-soft">
              {person.source === "certificate"
                ? t("profile.fromCertificate")
                : t("profile.factsNote")}
            </p>
            <SummaryList rows={factRows(t, locale, person)} />
          </section>
        )}
      </div>
    </CabinetPage>
  );
}

function firstQuery(returnTo: string | null): string {
  return `?first=1${returnTo === null ? "" : `&return=${encodeURIComponent(returnTo)}`}`;
}

function factRows(t: Translator, locale: Locale, person: StoredPerson) {
  const rows = [
    { term: t("profile.name"), value: displayFullName(person) },
    { term: t("profile.iin"), value: groupIin(person.iin) },
  ];
  if (person.birthDate !== null) {
    rows.push({ term: t("profile.birthDate"), value: formatDate(locale, person.birthDate) });
  }
  if (person.source !== "register") return rows;
  const { registration } = person;
  if (registration === null) {
    return [...rows, { term: t("profile.noRegistration"), value: t("profile.noRegistrationText") }];
  }
  const address = locale === "kk" ? registration.addressKk : registration.addressRu;
  return [...rows, { term: t(`profile.${registration.kind}`), value: address }];
}
