"use client";

import { useActionState } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { PhoneField } from "#app/_ui/digits-field.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { type Option, Select } from "#app/_ui/select.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import type { ProfileField, ProfileProblem } from "#lib/people/contact-rules.ts";
import type { ProfileTexts } from "./profile-texts.ts";

type Values = Readonly<Partial<Record<ProfileField, string>>>;

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
  readonly channels: readonly Option[];
  readonly values: Values;
};

/** E-mail, phones, language and ways of messages. Posts without JavaScript too; what was typed comes back with what to mend. */
export function ProfileForm({ action, texts, languages, channels, values }: ProfileFormProps) {
  const idle: ProfileState = { status: "idle", values, problems: [], round: 0 };
  const [state, submit, pending] = useActionState(action, idle);
  const labels: Readonly<Record<ProfileField, string>> = {
    ...texts,
    locale: texts.language,
    channels: texts.channelsLabel,
  };
  const errorOf = (field: ProfileField) => {
    const problem = state.problems.find((each) => each.field === field);
    return problem === undefined ? undefined : texts.problems[problem.code];
  };
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
        name="email"
        type="email"
        autoComplete="email"
        label={texts.email}
        hint={texts.emailHint}
        error={errorOf("email")}
        defaultValue={state.values.email ?? ""}
      />
      <PhoneField
        key={`phone-${state.round}`}
        name="phone"
        label={texts.phone}
        optional={texts.optional}
        error={errorOf("phone")}
        defaultValue={state.values.phone ?? ""}
      />
      <PhoneField
        key={`secondPhone-${state.round}`}
        name="secondPhone"
        label={texts.secondPhone}
        hint={texts.secondPhoneHint}
        optional={texts.optional}
        autoComplete="off"
        error={errorOf("secondPhone")}
        defaultValue={state.values.secondPhone ?? ""}
      />
      <Select
        key={`locale-${state.round}`}
        name="locale"
        label={texts.language}
        options={languages}
        error={errorOf("locale")}
        defaultValue={state.values.locale ?? ""}
      />
      <Select
        key={`channels-${state.round}`}
        name="channels"
        label={texts.channelsLabel}
        hint={texts.channelsHint}
        options={channels}
        error={errorOf("channels")}
        defaultValue={state.values.channels ?? "all"}
      />
      <BottomBar>
        <Button wide disabled={pending}>
          {texts.save}
        </Button>
      </BottomBar>
    </form>
  );
}
