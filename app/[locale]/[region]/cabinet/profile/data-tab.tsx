import { redirect } from "next/navigation";

import { signInPath } from "#app/_request/actor.ts";
import { keptTyping, typingOfOldPage } from "#app/_request/kept-typing.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import type { PersonActor } from "#lib/access/actor.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { locales, type Locale } from "#lib/i18n/locales.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { channelChoices } from "#lib/people/contact-rules.ts";
import type { StoredPerson } from "#lib/people/person.ts";
import { profileView } from "#lib/people/profile.ts";
import { StepUp } from "../_shell/step-up.tsx";
import { saveProfile } from "./actions.ts";
import { Confirmations } from "./confirmations.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { profileTexts, profileTyping } from "./profile-texts.ts";

type DataTabProps = {
  readonly place: PortalPage;
  readonly actor: PersonActor;
  readonly now: Date;
  /** The first entry: contacts only, then on to `returnTo`. */
  readonly first: boolean;
  readonly returnTo: string | null;
  readonly saved: boolean;
  readonly confirmed: boolean;
};

/** How to reach the person, which of it is confirmed, and what the register says, read-only. */
export async function DataTab(props: DataTabProps) {
  const { place, actor, now, first, returnTo, saved, confirmed } = props;
  const { locale, portal, root } = place;
  const view = await profileView(actor);
  if (!view.ok) {
    redirect(signInPath({ locale, regionSlug: portal.slug }, `${root}/cabinet/profile`));
  }
  const { person, contact, mayWrite } = view.value;
  const kept = await keptTyping(actor, profileTyping, now);
  const ofOldPage = await typingOfOldPage(`${root}/cabinet/profile`);
  const typed: Readonly<Record<string, string>> = { ...view.value.pending, ...ofOldPage, ...kept };
  const t = translator(locale);
  return (
    <div className="grid gap-10">
      {first && (
        <Alert tone="wait">
          <p>{t("profile.emailFirst")}</p>
        </Alert>
      )}
      {(saved || confirmed) && (
        <Alert tone="done">
          <p>{confirmed ? t("profile.confirmDone") : t("profile.saved")}</p>
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
            languages={locales.map((value) => ({ value, label: t(`profile.languages.${value}`) }))}
            channels={channelChoices.map((value) => ({
              value,
              label: t(`profile.channels.${value}`),
            }))}
            values={{
              email: typed["email"] ?? contact?.email ?? "",
              phone: typed["phone"] ?? contact?.phone ?? "",
              secondPhone: typed["secondPhone"] ?? contact?.secondPhone ?? "",
              locale: typed["locale"] ?? contact?.locale ?? locale,
              channels: typed["channels"] ?? contact?.channels ?? "all",
            }}
          />
        ) : (
          <StepUp place={place} path="/cabinet/profile" />
        )}
      </section>
      {!first && <Confirmations place={place} view={view.value} />}
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
  );
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
