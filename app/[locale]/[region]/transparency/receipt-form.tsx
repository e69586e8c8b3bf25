"use client";

import { useActionState } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { classNames } from "#app/_ui/class-names.ts";
import { controlClass, Field } from "#app/_ui/field.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { Textarea } from "#app/_ui/text-field.tsx";
import type { ReceiptAnswer } from "./receipt-words.ts";

export type ReceiptState = { readonly answer: ReceiptAnswer; readonly round: number };

type ReceiptFormProps = {
  readonly action: (state: ReceiptState, form: FormData) => Promise<ReceiptState>;
  readonly texts: Readonly<Record<"intro" | "file" | "choose" | "text" | "button", string>>;
  /** For the script that judges on the device (`_browser`): where it is, and its words, as JSON; its address. */
  readonly here: {
    readonly place: string;
    readonly words: string;
    readonly codes: string;
    readonly script: string;
    /** What it tells of a receipt that is right. */
    readonly facts: readonly { readonly name: string; readonly term: string }[];
  };
};

/** A receipt as a file or as text; the answer comes on the same page, with or without JavaScript. */
export function ReceiptForm({ action, texts, here }: ReceiptFormProps) {
  const [{ answer, round }, submit, pending] = useActionState(action, {
    answer: { status: "idle" },
    round: 0,
  });
  return (
    <div className="mt-4 grid gap-6" data-page-script={here.script}>
      {(["done", "wait", "stop"] as const).map((tone) => (
        <div key={tone} hidden tabIndex={-1} data-verdict={tone}>
          <Alert tone={tone} role="alert">
            <p />
          </Alert>
          {tone === "done" && (
            <SummaryList
              className="mt-4"
              rows={here.facts.map(({ name, term }) => ({
                term,
                value: <span data-fact={name} />,
              }))}
            />
          )}
        </div>
      ))}
      {answer.status !== "idle" && (
        <div key={round} tabIndex={-1} data-answer="">
          <Answer answer={answer} />
        </div>
      )}
      <form
        action={submit}
        noValidate
        className="group grid gap-4"
        data-receipt={here.place}
        data-words={here.words}
        data-codes={here.codes}
      >
        <p className="max-w-text text-ink-soft">{texts.intro}</p>
        <ReceiptFile label={texts.file} choose={texts.choose} />
        <Textarea
          name="receipt"
          label={texts.text}
          rows={3}
          spellCheck={false}
          autoComplete="off"
          required={false}
          unfailing
        />
        <div>
          <Button icon="search" disabled={pending}>
            {texts.button}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** The browser's own words on a file field are in the browser's language; with the page's script they are the page's. */
function ReceiptFile({ label, choose }: { readonly label: string; readonly choose: string }) {
  return (
    <Field id="file" label={label} unfailing>
      <div className="relative">
        <input
          type="file"
          id="file"
          name="file"
          accept=".json,application/json"
          className={classNames(
            controlClass,
            "peer group-data-names:absolute group-data-names:inset-0 group-data-names:cursor-pointer group-data-names:opacity-0",
          )}
        />
        <p
          aria-hidden="true"
          className={classNames(
            controlClass,
            "hidden items-center gap-2 group-data-names:flex",
            "peer-hover:border-action peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus",
          )}
        >
          <Icon name="paperclip" className="text-link" />
          <span data-file-name className="min-w-0 wrap-anywhere">
            {choose}
          </span>
        </p>
      </div>
    </Field>
  );
}

function Answer({ answer }: { readonly answer: Exclude<ReceiptAnswer, { status: "idle" }> }) {
  if (answer.status === "refused") {
    return (
      <Alert tone={answer.alarm ? "stop" : "wait"} role="alert">
        <p>{answer.text}</p>
      </Alert>
    );
  }
  return (
    <div className="grid gap-4">
      <Alert tone="done" title={answer.title} role="alert">
        <p>{answer.text}</p>
      </Alert>
      <SummaryList rows={answer.rows} />
    </div>
  );
}
