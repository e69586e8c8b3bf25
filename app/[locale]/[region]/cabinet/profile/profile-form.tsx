"use client";

import { useActionState, useMemo } from "react";
import { useForm, type FieldErrors, type Resolver } from "react-hook-form";

import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { PhoneField } from "#app/_ui/digits-field.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { type Option, Select } from "#app/_ui/select.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { groupPhone } from "#app/_ui/typed-digits.ts";
import {
  contactProblems,
  type ProfileField,
  type ProfileProblem,
} from "#lib/people/contact-rules.ts";
import type { ProfileTexts } from "./profile-texts.ts";

type Values = Readonly<Record<ProfileField, string>>;
type Typed = Record<ProfileField, string>;

export type ProfileState = {
  readonly status: "idle" | "invalid" | "refused";
  readonly values: Values;
  readonly problems: readonly ProfileProblem[];
  /** Grows with each answer: a drop-down keeps its old choice without a new key. */
  readonly round: number;
};

type ProfileFormProps = {
  readonly action: (state: ProfileState, form: FormData) => Promise<ProfileState>;
  readonly texts: ProfileTexts;
  readonly languages: readonly Option[];
  readonly values: Values;
};

/** E-mail, phones, language of messages. Posts without JavaScript too; what was typed comes back with what to mend. */
export function ProfileForm({ action, texts, languages, values }: ProfileFormProps) {
  const idle: ProfileState = { status: "idle", values, problems: [], round: 0 };
  const [state, submit, pending] = useActionState(action, idle);
  const labels: Readonly<Record<ProfileField, string>> = { ...texts, locale: texts.language };
  // The same object until the server answers again: a new one at each drawing would be set and drawn without end.
  const found = useMemo(() => errorsOf(state.problems, texts), [state.problems, texts]);
  const { register, formState } = useForm<Typed>({
    // New values come with each answer of the server, and with them what it found.
    values: {
      ...state.values,
      phone: groupPhone(state.values.phone, true),
      secondPhone: groupPhone(state.values.secondPhone, true),
    },
    errors: found,
    mode: "onBlur",
    reValidateMode: "onChange",
    resolver: rulesOf(texts),
  });
  const errorOf = (field: ProfileField) => formState.errors[field]?.message;
  return (
    <form action={submit} noValidate>
      <ErrorSummary
        title={texts.summary[state.problems.length] ?? ""}
        errors={state.problems.map(({ field, code }) => ({
          field,
          text: `${labels[field]}: ${texts.problems[code]}`,
        }))}
      />
      {state.status === "refused" && (
        <Alert tone="stop" role="alert" className="mb-6">
          <p>{texts.unexpected}</p>
        </Alert>
      )}
      <TextField
        key={`email-${state.round}`}
        {...register("email")}
        type="email"
        autoComplete="email"
        label={texts.email}
        hint={texts.emailHint}
        error={errorOf("email")}
        defaultValue={state.values.email}
      />
      <PhoneField
        key={`phone-${state.round}`}
        {...register("phone")}
        label={texts.phone}
        optional={texts.optional}
        error={errorOf("phone")}
        defaultValue={state.values.phone}
      />
      <PhoneField
        key={`secondPhone-${state.round}`}
        {...register("secondPhone")}
        label={texts.secondPhone}
        hint={texts.secondPhoneHint}
        optional={texts.optional}
        autoComplete="off"
        error={errorOf("secondPhone")}
        defaultValue={state.values.secondPhone}
      />
      <Select
        key={`locale-${state.round}`}
        {...register("locale")}
        label={texts.language}
        options={languages}
        error={errorOf("locale")}
        defaultValue={state.values.locale}
      />
      <BottomBar>
        <Button wide disabled={pending}>
          {texts.save}
        </Button>
      </BottomBar>
    </form>
  );
}

/** The rules of the server, asked on leaving a field; the words come ready-made. */
function rulesOf(texts: ProfileTexts): Resolver<Typed> {
  return (values) => {
    const errors = errorsOf(contactProblems(values), texts);
    return Object.keys(errors).length === 0 ? { values, errors: {} } : { values: {}, errors };
  };
}

function errorsOf(problems: readonly ProfileProblem[], texts: ProfileTexts): FieldErrors<Typed> {
  return Object.fromEntries(
    problems.map(({ field, code }) => [field, { type: code, message: texts.problems[code] }]),
  );
}
