import { Button } from "#app/_ui/button.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { Select } from "#app/_ui/select.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import type { Translator } from "#lib/i18n/translate.ts";
import { cohortsOf } from "#lib/kindergartens/find.ts";
import {
  type ListedKindergarten,
  ownerships,
  teachingLanguages,
} from "#lib/kindergartens/register.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
import type { District } from "#lib/regions/views.ts";

import { isNarrowed, type Question } from "./query.ts";

type FindFormProps = {
  readonly t: Translator;
  /** `/kk/oral/kindergartens`. */
  readonly root: string;
  readonly question: Question;
  readonly districts: readonly District[];
  readonly register: readonly ListedKindergarten[];
};

/** Asks by the address alone: the answer is a page that can be sent to somebody. */
export function FindForm({ t, root, question, districts, register }: FindFormProps) {
  const any = t("kindergartens.find.any");
  const served = queueTypes.filter((type) =>
    register.some(({ queueTypes: own }) => own.includes(type)),
  );
  const used = <T extends string>(
    all: readonly T[],
    of: (each: ListedKindergarten) => readonly T[],
  ) => all.filter((value) => register.some((each) => of(each).includes(value)));
  const fields = [
    {
      name: "language",
      label: t("kindergartens.language.label"),
      value: question.language,
      options: used(teachingLanguages, ({ languages }) => languages).map((value) => ({
        value,
        label: t(`kindergartens.language.${value}`),
      })),
    },
    {
      name: "year",
      label: t("kindergartens.year"),
      value: question.cohort?.toString(),
      options: cohortsOf(register).map((year) => ({ value: String(year), label: String(year) })),
    },
    {
      name: "queue",
      label: t("kindergartens.passport.groupKind"),
      value: question.queueType,
      options: served.map((value) => ({ value, label: t(`qtype.name.${value}`) })),
    },
    {
      name: "ownership",
      label: t("kindergartens.ownership.label"),
      value: question.ownership,
      options: used(ownerships, ({ ownership }) => [ownership]).map((value) => ({
        value,
        label: t(`kindergartens.ownership.${value}`),
      })),
    },
  ];
  return (
    <form action={root} method="get" className="max-w-form print:hidden">
      {question.near !== null && <input type="hidden" name="near" value={question.near} />}
      <TextField
        label={t("kindergartens.find.text")}
        hint={t("kindergartens.find.hint")}
        unfailing
        required={false}
        type="search"
        name="q"
        maxLength={60}
        autoComplete="off"
        defaultValue={question.text}
      />
      {districts.length > 0 && (
        <Select
          className="mt-4"
          label={t("common.district")}
          unfailing
          required={false}
          name="district"
          prompt={any}
          defaultValue={question.districtKato}
          options={districts.map(({ kato, names }) => ({ value: kato, label: names[t.locale] }))}
        />
      )}
      <details open={isNarrowed({ ...question, districtKato: undefined })} className="group mt-3">
        <summary className="inline-flex min-h-11 list-none items-center gap-2 font-semibold text-link hover:underline hover:underline-offset-4">
          {t("kindergartens.find.more")}
          <Icon name="down" className="text-sky group-open:rotate-180" />
        </summary>
        <div className="mt-2 grid gap-4 sm:grid-cols-2">
          {fields.map(({ name, label, value, options }) => (
            <Select
              key={name}
              label={label}
              unfailing
              required={false}
              name={name}
              prompt={any}
              defaultValue={value}
              options={options}
            />
          ))}
        </div>
      </details>
      <p className="mt-4">
        <Button type="submit" icon="search">
          {t("common.find")}
        </Button>
      </p>
    </form>
  );
}
