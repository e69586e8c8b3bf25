import { Alert } from "#app/_ui/alert.tsx";
import { Checkbox } from "#app/_ui/choice.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import type { Applicant } from "#lib/applications/applicant.ts";
import { fieldsOfStep, isTicked } from "#lib/applications/draft.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayName } from "#lib/identity/name.ts";
import { CheckedField } from "./checked-field.tsx";
import { fieldWords } from "./field-words.ts";
import { errorAt } from "./problem-texts.ts";
import { StepForm, type StepProps } from "./step-form.tsx";

/** Manual 003, step 8: who applies, filled in by the register and read-only; how to reach the person; the consent. */
export function ApplicantStep(props: StepProps) {
  const { place, view, errors } = props;
  const t = translator(place.locale);
  const words = fieldWords(t);
  const { values } = view.draft;
  return (
    <StepForm {...props} step="applicant" fields={fieldsOfStep.applicant}>
      <section aria-labelledby="applicant-facts" className="max-w-text">
        <h2 id="applicant-facts" className="sr-only">
          {t("apply.intro.whoApplies")}
        </h2>
        <SourceNote t={t} applicant={view.applicant} />
        <SummaryList className="mt-4" rows={factRows(t, view.applicant)} />
      </section>
      <section aria-labelledby="contacts" className="mt-8">
        <h2 id="contacts" className="text-xl">
          {t("apply.contacts.title")}
        </h2>
        <p className="mt-1 mb-4 max-w-text text-ink-soft">{t("apply.contacts.note")}</p>
        <div className="grid gap-2">
          <CheckedField
            rule="email"
            name="email"
            type="email"
            inputMode="email"
            autoComplete="email"
            label={t("apply.contacts.email")}
            hint={t("apply.contacts.emailHint")}
            words={words}
            version={view.draft.version}
            error={errorAt(errors, "email")}
            defaultValue={values.email}
          />
          <CheckedField
            rule="phone"
            name="phone"
            label={t("apply.contacts.phone")}
            hint={t("apply.contacts.phoneHint")}
            words={words}
            version={view.draft.version}
            error={errorAt(errors, "phone")}
            defaultValue={values.phone}
          />
          <CheckedField
            rule="phone"
            name="secondPhone"
            autoComplete="off"
            label={t("apply.contacts.phone2")}
            hint={t("apply.contacts.phone2Hint")}
            optional={t("common.optional")}
            words={words}
            version={view.draft.version}
            error={errorAt(errors, "secondPhone")}
            defaultValue={values.secondPhone}
          />
        </div>
      </section>
      <section aria-labelledby="consent-title" className="mt-6">
        <h2 id="consent-title" className="text-xl">
          {t("apply.consent.title")}
        </h2>
        <div className="mt-2 grid max-w-text gap-2">
          <p>{t("apply.consent.text")}</p>
          <p className="text-sm text-ink-soft">{t("apply.consent.law")}</p>
        </div>
        <Checkbox
          name="consent"
          label={t("apply.consent.label")}
          error={errorAt(errors, "consent")}
          defaultChecked={isTicked(values, "consent")}
        />
      </section>
    </StepForm>
  );
}

function SourceNote({ t, applicant }: { readonly t: Translator; readonly applicant: Applicant }) {
  if (!applicant.registerAnswered) {
    return (
      <Alert tone="wait">
        <p>{t("apply.source.certificate")}</p>
      </Alert>
    );
  }
  return (
    <Alert>
      <p>{t("apply.registry")}</p>
      <p className="text-sm">{t("apply.source.wrong")}</p>
    </Alert>
  );
}

function factRows(t: Translator, { facts, residence }: Applicant) {
  const rows = [
    { term: t("apply.person.surname"), value: displayName(facts.surname) },
    { term: t("apply.person.givenName"), value: displayName(facts.givenName) },
    {
      term: t("apply.person.patronymic"),
      value: facts.patronymic === null ? t("common.none") : displayName(facts.patronymic),
    },
    { term: t("apply.person.iin"), value: groupIin(facts.iin) },
  ];
  if (facts.birthDate !== null) {
    rows.push({ term: t("apply.person.birthDate"), value: formatDate(t.locale, facts.birthDate) });
  }
  const { registration } = facts;
  if (registration !== null) {
    const address = t.locale === "kk" ? registration.addressKk : registration.addressRu;
    const kind = t(`apply.registration.${registration.kind}`);
    rows.push({ term: t("apply.person.address"), value: `${address} (${kind})` });
  } else if (residence === "unanswered") {
    rows.push({ term: t("apply.person.address"), value: t("apply.checkState.pending") });
  }
  return rows;
}
