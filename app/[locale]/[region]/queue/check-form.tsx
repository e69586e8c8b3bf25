"use client";

import { useActionState, useEffect, useRef } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { IinField } from "#app/_ui/digits-field.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { Link } from "#app/_ui/link.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import type { CheckAnswer, CheckField, FoundWords } from "./answer.ts";
import { PlacePanel } from "./place-panel.tsx";

export type CheckState = {
  readonly answer: CheckAnswer;
  readonly values: Readonly<Record<CheckField, string>>;
  /** Grows with each answer, so that the fields take the values that came with it. */
  readonly round: number;
};

export type CheckTexts = {
  readonly intro: string;
  readonly childIin: string;
  readonly childIinHint: string;
  readonly secondFact: string;
  readonly secondFactHint: string;
  readonly button: string;
  readonly again: string;
  readonly result: string;
  readonly registeredAt: string;
  readonly status: string;
  readonly notWaiting: string;
  readonly means: string;
  readonly help: string;
  readonly more: string;
  readonly privacy: string;
  readonly summary: string;
};

type CheckFormProps = {
  readonly action: (state: CheckState, form: FormData) => Promise<CheckState>;
  readonly texts: CheckTexts;
  /** This page, for checking another one from the beginning. */
  readonly here: string;
  readonly helpHref: string;
};

/** IIN and a second fact; the answer comes on the same page, with or without JavaScript. */
export function CheckForm({ action, texts, here, helpHref }: CheckFormProps) {
  const idle: CheckState = {
    answer: { status: "idle" },
    values: { childIin: "", secondFact: "" },
    round: 0,
  };
  const [{ answer, values, round }, submit, pending] = useActionState(action, idle);
  if (answer.status === "found") {
    return (
      <Result key={round} found={answer.found} texts={texts} here={here} helpHref={helpHref} />
    );
  }
  const errors = answer.status === "mend" ? answer.errors : [];
  const errorOf = (field: CheckField) => errors.find((each) => each.field === field)?.text;
  return (
    <form action={submit} noValidate>
      <p className="-mt-3 mb-6 max-w-text text-lg text-ink-soft">{texts.intro}</p>
      <ErrorSummary key={`errors-${round}`} title={texts.summary} errors={errors} />
      {answer.status === "refused" && (
        <Alert key={`refused-${round}`} tone="wait" role="alert" className="mb-6">
          <p>{answer.text}</p>
        </Alert>
      )}
      <IinField
        key={`iin-${round}`}
        name="childIin"
        label={texts.childIin}
        hint={texts.childIinHint}
        error={errorOf("childIin")}
        defaultValue={values.childIin}
      />
      <TextField
        key={`fact-${round}`}
        name="secondFact"
        label={texts.secondFact}
        hint={texts.secondFactHint}
        error={errorOf("secondFact")}
        defaultValue={values.secondFact}
        width="short"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={20}
      />
      <BottomBar>
        <Button wide disabled={pending}>
          {texts.button}
        </Button>
      </BottomBar>
    </form>
  );
}

type ResultProps = Omit<CheckFormProps, "action"> & { readonly found: readonly FoundWords[] };

function Result({ found, texts, here, helpHref }: ResultProps) {
  // The answer takes the place of the form: a screen reader is led to it.
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-labelledby="result">
      <h2 id="result" ref={heading} tabIndex={-1} data-answer="" className="text-xl">
        {texts.result}
      </h2>
      <div className="mt-4 grid gap-10">
        {found.map((entry) => (
          <div key={entry.key} className="grid gap-4">
            <h3 className="text-lg">{entry.queueType}</h3>
            {entry.place === null ? (
              <Alert>
                <p>{texts.notWaiting}</p>
              </Alert>
            ) : (
              <PlacePanel words={entry.place} />
            )}
            <SummaryList
              rows={[
                { term: texts.registeredAt, value: entry.registeredAt },
                {
                  term: texts.status,
                  value:
                    entry.statusText === null ? (
                      entry.status
                    ) : (
                      <>
                        {entry.status}
                        <span className="block font-normal">{entry.statusText}</span>
                      </>
                    ),
                },
              ]}
            />
          </div>
        ))}
        <div className="grid gap-2">
          <p>{texts.means}</p>
          <p>
            <Link href={helpHref} className="inline-flex min-h-11 items-center">
              {texts.help}
            </Link>
          </p>
          <p className="text-ink-soft">
            {texts.more}. {texts.privacy}.
          </p>
        </div>
        <p>
          <LinkButton href={here} look="secondary" wide>
            {texts.again}
          </LinkButton>
        </p>
      </div>
    </section>
  );
}
