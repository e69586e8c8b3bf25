import { Alert } from "#app/_ui/alert.tsx";
import { Checkbox } from "#app/_ui/choice.tsx";
import { Link } from "#app/_ui/link.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { isTicked } from "#lib/applications/draft.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import type { PersonFacts } from "#lib/people/person.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { errorAt } from "./problem-texts.ts";
import type { StepProps } from "./step-form.tsx";

/** What the registers answered about the child's IIN, and the fields that their silence leaves to the parent. */
export function ChildFound({ place, view, errors }: StepProps) {
  const t = translator(place.locale);
  const { lookup, tooManyLookups, mustDeclare } = view;
  if (tooManyLookups) {
    const phone = groupPhone(place.portal.supportPhone);
    return (
      <Alert tone="wait">
        <p>{t("apply.child.tooMany", { phone })}</p>
      </Alert>
    );
  }
  if (!view.mayLookUp) {
    return (
      <Alert tone="wait">
        <p>{t("apply.light.child")}</p>
      </Alert>
    );
  }
  if (lookup === null || lookup.state === "unknown") return null;
  return (
    <div className="grid gap-4">
      {lookup.kinship === "parent" && <Proven t={t} facts={lookup.facts} />}
      {lookup.kinship === "parent" && lookup.duplicate !== null && (
        <Alert tone="wait" title={t("journal.card", { number: lookup.duplicate.number })}>
          <p>
            {t("apply.child.linkIt")}{" "}
            <Link href={`${place.root}/cabinet/profile?tab=link`}>{t("profile.link.tab")}</Link>
          </p>
          <p>
            <Link href={`${place.root}/cabinet/applications`}>{t("apply.done.toJournal")}</Link>
          </p>
        </Alert>
      )}
      {lookup.kinship === "none" && (
        <div>
          <Alert tone="wait">
            <p>{t("apply.child.noKin")}</p>
          </Alert>
          <Checkbox
            name="guardian"
            className="mt-2"
            label={t("apply.guardian.label")}
            hint={t("apply.guardian.hint")}
            defaultChecked={isTicked(view.draft.values, "guardian")}
          />
        </div>
      )}
      {mustDeclare && (
        <Declared
          t={t}
          view={view}
          errors={errors}
          note={t(lookup.kinship === "none" ? "apply.child.declare" : "apply.child.unanswered")}
        />
      )}
    </div>
  );
}

function Proven({ t, facts }: { readonly t: Translator; readonly facts: PersonFacts | null }) {
  return (
    <Alert tone="done" title={t("apply.child.kinOk")}>
      {facts !== null && (
        <SummaryList
          className="mt-2"
          rows={[
            { term: t("apply.child.name"), value: displayFullName(facts) },
            {
              term: t("apply.person.birthDate"),
              value: facts.birthDate === null ? "" : formatDate(t.locale, facts.birthDate),
            },
          ].filter((row) => row.value !== "")}
        />
      )}
    </Alert>
  );
}

type DeclaredProps = Pick<StepProps, "view" | "errors"> & {
  readonly t: Translator;
  readonly note: string;
};

function Declared({ t, view, errors, note }: DeclaredProps) {
  const { values } = view.draft;
  return (
    <fieldset className="max-w-form">
      <legend className="sr-only">{note}</legend>
      <Alert className="mb-4">
        <p>{note}</p>
      </Alert>
      <TextField
        name="childSurname"
        autoComplete="off"
        label={t("apply.person.surname")}
        error={errorAt(errors, "childSurname")}
        defaultValue={values.childSurname}
      />
      <TextField
        name="childGivenName"
        autoComplete="off"
        label={t("apply.person.givenName")}
        error={errorAt(errors, "childGivenName")}
        defaultValue={values.childGivenName}
      />
      <TextField
        name="childPatronymic"
        autoComplete="off"
        label={t("apply.person.patronymic")}
        hint={t("apply.child.patronymicHint")}
        optional={t("common.optional")}
        error={errorAt(errors, "childPatronymic")}
        defaultValue={values.childPatronymic}
      />
      <TextField
        name="childBirthDate"
        autoComplete="off"
        inputMode="decimal"
        width="short"
        label={t("apply.person.birthDate")}
        hint={t("apply.child.dateHint")}
        error={errorAt(errors, "childBirthDate")}
        defaultValue={values.childBirthDate}
      />
    </fieldset>
  );
}
