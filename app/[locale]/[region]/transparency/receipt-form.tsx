"use client";

import { useActionState } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { Textarea, TextField } from "#app/_ui/text-field.tsx";
import type { ReceiptAnswer } from "./receipt-words.ts";

export type ReceiptState = { readonly answer: ReceiptAnswer; readonly round: number };

type ReceiptFormProps = {
  readonly action: (state: ReceiptState, form: FormData) => Promise<ReceiptState>;
  readonly texts: Readonly<Record<"intro" | "file" | "text" | "button", string>>;
  /** For the script that judges on the device (`_browser`): where it is, and its words, as JSON; its address. */
  readonly here: { readonly place: string; readonly words: string; readonly script: string };
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
        className="grid gap-2"
        data-receipt={here.place}
        data-words={here.words}
      >
        <p className="max-w-text text-ink-soft">{texts.intro}</p>
        <TextField
          type="file"
          name="file"
          label={texts.file}
          accept=".json,application/json"
          required={false}
        />
        <Textarea
          name="receipt"
          label={texts.text}
          rows={3}
          spellCheck={false}
          autoComplete="off"
          required={false}
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
