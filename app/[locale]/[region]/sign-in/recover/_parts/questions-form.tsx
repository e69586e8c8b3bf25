"use client";

import { type ReactNode, useActionState } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { RadioGroup } from "#app/_ui/choice.tsx";
import { IinField } from "#app/_ui/digits-field.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { Select } from "#app/_ui/select.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import type { RecoveryField } from "#lib/sign-in/recovery-input.ts";

export type QuestionsState = {
  /** What was typed, so that nothing is typed twice. */
  readonly values: Readonly<Record<RecoveryField, string>>;
  readonly errors: readonly { readonly field: RecoveryField; readonly text: string }[];
  /** An answer that belongs to no field; never which of them was wrong. */
  readonly told: string | null;
  /** Of the next sending: a double click is one attempt. */
  readonly key: string;
  readonly round: number;
};

type Words = { readonly label: string; readonly hint?: string };

export type QuestionsTexts = {
  readonly summary: string;
  readonly childIin: Words;
  readonly certificate: Words;
  readonly parent1: Words;
  readonly parent2: Words;
  readonly optional: string;
  readonly where: Words;
  readonly attends: string;
  readonly queue: string;
  readonly year: Words;
  readonly yearPrompt: string;
  readonly next: string;
  readonly cancel: string;
};

type QuestionsFormProps = {
  readonly action: (state: QuestionsState, form: FormData) => Promise<QuestionsState>;
  readonly texts: QuestionsTexts;
  readonly freshKey: string;
  /** The IIN whose cabinet is asked for, sealed for this browser: looking for papers takes its time. */
  readonly claimant: string;
  readonly years: readonly string[];
  readonly cancelHref: string;
  /** The drawings after questions 1, 2 and 4. */
  readonly iinExample: ReactNode;
  readonly numberExample: ReactNode;
  readonly parentsExample: ReactNode;
  /** What stands before the button. */
  readonly children: ReactNode;
};

const nothing = { childIin: "", certificate: "", parent1: "", parent2: "", where: "", year: "" };

/** The six questions of manual 000, with or without JavaScript. */
export function QuestionsForm(props: QuestionsFormProps) {
  const { action, texts, freshKey, claimant, years, cancelHref } = props;
  const idle: QuestionsState = { values: nothing, errors: [], told: null, key: freshKey, round: 0 };
  const [{ values, errors, told, key, round }, submit, pending] = useActionState(action, idle);
  const field = (name: RecoveryField) => ({
    name,
    error: errors.find((each) => each.field === name)?.text,
    defaultValue: values[name],
  });
  return (
    <form action={submit} noValidate>
      <ErrorSummary
        key={`errors-${round}`}
        title={texts.summary}
        errors={errors.map((each) => ({
          ...each,
          text: named(texts[each.field].label, each.text),
        }))}
      />
      {told !== null && (
        <div key={`told-${round}`} tabIndex={-1} data-answer="" className="mb-6">
          <Alert tone="wait" role="alert">
            <p>{told}</p>
          </Alert>
        </div>
      )}
      <input type="hidden" name="key" value={key} />
      <input type="hidden" name="claimant" value={claimant} />
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4" key={round}>
        <li>
          <IinField {...field("childIin")} {...texts.childIin} />
          {props.iinExample}
        </li>
        <li>
          <TextField
            {...field("certificate")}
            {...texts.certificate}
            width="short"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
          />
          {props.numberExample}
        </li>
        <li>
          <IinField {...field("parent1")} {...texts.parent1} />
        </li>
        <li>
          <IinField {...field("parent2")} {...texts.parent2} optional={texts.optional} />
          {props.parentsExample}
        </li>
        <li>
          <RadioGroup
            {...field("where")}
            {...texts.where}
            options={[
              { value: "attends", label: texts.attends },
              { value: "queue", label: texts.queue },
            ]}
          />
        </li>
        <li>
          <Select
            {...field("year")}
            {...texts.year}
            prompt={texts.yearPrompt}
            options={years.map((year) => ({ value: year, label: year }))}
          />
        </li>
      </ol>
      {props.children}
      <BottomBar>
        <LinkButton href={cancelHref} look="quiet">
          {texts.cancel}
        </LinkButton>
        <Button disabled={pending}>{texts.next}</Button>
      </BottomBar>
    </form>
  );
}

// Five times «fill in this field» would not say which.
function named(label: string, problem: string): string {
  return `${label}${label.endsWith("?") ? "" : "."} ${problem}`;
}
