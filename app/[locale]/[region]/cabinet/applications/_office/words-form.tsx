"use client";

import { useActionState } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/choice.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { Textarea } from "#app/_ui/text-field.tsx";

/** What comes back to the form when it did not lead on: everything typed is kept. */
export type WordsState = {
  readonly words: string;
  readonly ticked: boolean;
  /** At the field. */
  readonly problem: string | null;
  /** About the whole. */
  readonly trouble: string | null;
  /** Grows with each answer, so that the fields take the values that came with it. */
  readonly round: number;
};

type WordsFormProps = {
  readonly action: (state: WordsState, form: FormData) => Promise<WordsState>;
  readonly label: string;
  readonly hint: string;
  readonly limit: number;
  /** Typed before a sign-in came between. */
  readonly kept: string;
  readonly tick?: { readonly label: string; readonly hint: string };
  readonly button: string;
  /** The heading of the list of what to mend. */
  readonly summary: string;
};

/** A form of free words to the office; posts plainly, and the answer is the page. */
export function WordsForm(props: WordsFormProps) {
  const { action, label, hint, limit, kept, tick, button, summary } = props;
  const idle: WordsState = { words: kept, ticked: false, problem: null, trouble: null, round: 0 };
  const [state, submit, pending] = useActionState(action, idle);
  const { words, ticked, problem, trouble, round } = state;
  const listed = problem === null ? [] : [{ field: "words", text: problem }];
  return (
    <form action={submit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {problem !== null && <ErrorSummary key={`errors-${round}`} title={summary} errors={listed} />}
      {trouble !== null && (
        <div key={`trouble-${round}`} tabIndex={-1} data-answer="">
          <Alert tone="wait" role="alert">
            <p>{trouble}</p>
          </Alert>
        </div>
      )}
      <Textarea
        key={`words-${round}`}
        name="words"
        label={label}
        hint={hint}
        error={problem ?? undefined}
        defaultValue={words}
        maxLength={limit}
        rows={7}
      />
      {tick !== undefined && (
        <Checkbox
          key={`tick-${round}`}
          name="ticked"
          label={tick.label}
          hint={tick.hint}
          defaultChecked={ticked}
        />
      )}
      <div>
        <Button wide disabled={pending}>
          {button}
        </Button>
      </div>
    </form>
  );
}
