import { cookies } from "next/headers";

import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/choice.tsx";
import { DISTRICT_COOKIE } from "#app/_ui/district-cookie.ts";
import { Select } from "#app/_ui/select.tsx";
import { fieldsOfStep, isTicked, type DraftField } from "#lib/applications/draft.ts";
import { formatNumber } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { CheckedField } from "./checked-field.tsx";
import { ChildFound } from "./child-found.tsx";
import { fieldWords } from "./field-words.ts";
import { PrivilegeChoice } from "./privilege-choice.tsx";
import { privilegeOptions } from "./privilege-options.ts";
import { errorAt } from "./problem-texts.ts";
import { StepForm, type StepProps } from "./step-form.tsx";

/** Fields whose answer changes what the page says: kinship, papers, the number in the queue. */
const telling: readonly DraftField[] = [
  "childIin",
  "childBirthDate",
  "districtKato",
  "privileged",
  "privilegeCategory",
];

/** Manual 003, step 9, and 004: the child by IIN, the district, «Нерезидент», «Льготник». */
export async function ChildStep(props: StepProps) {
  const { place, view, errors } = props;
  const t = translator(place.locale);
  const { values } = view.draft;
  return (
    <StepForm {...props} step="child" fields={fieldsOnPage(props)} refreshOn={telling}>
      <div>
        <CheckedField
          rule="iin"
          name="childIin"
          label={t("apply.child.iin")}
          hint={t("apply.child.hint")}
          words={fieldWords(t)}
          version={view.draft.version}
          error={errorAt(errors, "childIin")}
          defaultValue={values.childIin}
        />
        <Button name="go" value="find" look="secondary" icon="search" wide>
          {t("apply.child.find")}
        </Button>
      </div>
      <div id="child-found" aria-live="polite" className="mt-4 scroll-mt-40">
        <ChildFound {...props} />
      </div>
      {view.districts.length > 0 && (
        <Select
          name="districtKato"
          className="mt-6"
          label={t("common.district")}
          hint={t("apply.districtHint")}
          prompt={t("apply.district")}
          options={view.districts.map(({ kato, names }) => ({
            value: kato,
            label: names[place.locale],
          }))}
          error={errorAt(errors, "districtKato")}
          defaultValue={values.districtKato ?? (await firstOffer(view))}
        />
      )}
      <Checkbox
        name="nonResident"
        className="mt-2"
        label={t("apply.nonresident.label")}
        hint={t("apply.nonresident.hint")}
        defaultChecked={isTicked(values, "nonResident")}
      />
      <Privilege {...props} t={t} />
      <Newcomer t={t} newcomer={isWrongChild(view) ? null : view.newcomer} />
    </StepForm>
  );
}

/** A child that cannot be put in this queue gets no number. */
function isWrongChild({ problems }: StepProps["view"]): boolean {
  return problems.child.some(({ field, code }) => field === "childIin" && code !== "no-kin");
}

/** Marks only what stands on the page: a field that does not must not be taken for an emptied one. */
function fieldsOnPage({ view }: StepProps): readonly DraftField[] {
  const hidden = new Set<DraftField>();
  const { lookup } = view;
  if (lookup?.state !== "known" || lookup.kinship !== "none") hidden.add("guardian");
  if (!view.mustDeclare || view.tooManyLookups) {
    for (const field of declared) hidden.add(field);
  }
  if (view.districts.length === 0) hidden.add("districtKato");
  return fieldsOfStep.child.filter((field) => !hidden.has(field));
}

const declared: readonly DraftField[] = [
  "childSurname",
  "childGivenName",
  "childPatronymic",
  "childBirthDate",
];

/** The district chosen from the list before signing in, else that of the registration. */
async function firstOffer({ districts, suggestedDistrict }: StepProps["view"]): Promise<string> {
  const chosen = (await cookies()).get(DISTRICT_COOKIE)?.value;
  const known = districts.find(({ kato }) => kato === chosen)?.kato;
  return known ?? suggestedDistrict ?? "";
}

function Privilege({ t, view, errors }: StepProps & { readonly t: Translator }) {
  const { values } = view.draft;
  return (
    <div className="group max-w-form">
      <Checkbox
        name="privileged"
        label={t("apply.privilege.label")}
        hint={t("apply.privilege.hint")}
        defaultChecked={isTicked(values, "privileged")}
      />
      {/* A browser without :has() shows the list always. */}
      <div className="group-not-has-[#privileged:checked]:hidden">
        <PrivilegeChoice
          label={t("apply.privilege.category")}
          prompt={t("apply.privilege.choose")}
          aboutTitle={t("apply.privilege.what")}
          options={privilegeOptions(t, view.categories, view.policy.priorityRatio)}
          chosen={values.privilegeCategory ?? ""}
          error={errorAt(errors, "privilegeCategory")}
        />
        <p className="mt-3 text-sm text-ink-soft">{t("apply.privilege.note")}</p>
      </div>
    </div>
  );
}

type NewcomerProps = { readonly t: Translator; readonly newcomer: StepProps["view"]["newcomer"] };

function Newcomer({ t, newcomer }: NewcomerProps) {
  const number = (n: number) => formatNumber(t.locale, n);
  return (
    <div aria-live="polite" className="mt-6">
      {newcomer !== null && (
        <Alert
          title={
            newcomer.withPrivilege === null
              ? t("apply.newcomer", { n: number(newcomer.without) })
              : t("apply.privilege.effect", {
                  a: number(newcomer.withPrivilege),
                  b: number(newcomer.without),
                })
          }
        >
          <p className="text-sm">{t("apply.newcomerHint")}</p>
        </Alert>
      )}
    </div>
  );
}
