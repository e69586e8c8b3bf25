"use client";

import { type ReactNode, useActionState, useMemo } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button, type ButtonLook } from "#app/_ui/button.tsx";
import { IinField, PhoneField } from "#app/_ui/digits-field.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { TextField } from "#app/_ui/text-field.tsx";

export type StepError = { readonly field?: string; readonly text: string };

/** What comes back to a form whose step did not lead on. */
export type StepState = {
  /** What was typed, so that nothing is typed twice. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly StepError[];
  /** Grows with each answer, so that the fields take the values that came with it. */
  readonly round: number;
};

export type StepField = {
  readonly kind: "iin" | "child-iin" | "phone" | "login" | "code" | "password" | "new-password";
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
};

type StepFormProps = {
  readonly action: (state: StepState, form: FormData) => Promise<StepState>;
  readonly fields: readonly StepField[];
  readonly button: string;
  readonly look?: ButtonLook;
  /** Another deed with the same fields, such as «Забыли пароль?»; posts its name. */
  readonly second?: { readonly name: string; readonly label: string };
  /** The heading of the list of what to mend. */
  readonly summary: string;
  /** «Показать пароль» and «Скрыть пароль»: shown by the page's script only. */
  readonly reveal?: { readonly show: string; readonly hide: string };
  /** For the browser's store of passwords: whose password it is. */
  readonly username?: string;
  readonly children?: ReactNode;
};

const idle: StepState = { values: {}, errors: [], round: 0 };

/** A form of a way in: the answer comes on the same page or leads to the next step, with or without JavaScript. */
export function StepForm(props: StepFormProps) {
  const {
    action,
    fields,
    button,
    look = "primary",
    second,
    summary,
    reveal,
    username,
    children,
  } = props;
  const [{ values, errors, round }, submit, pending] = useActionState(action, idle);
  // The summary takes the focus whenever its list is another one.
  const listed = useMemo(() => toldApart(errors, fields), [errors, fields]);
  const inFields = errors.some((each) => each.field !== undefined);
  return (
    <form action={submit} noValidate>
      {inFields ? (
        <ErrorSummary key={`errors-${round}`} title={summary} errors={listed} />
      ) : (
        errors.map(({ text }) => (
          <div key={`${round} ${text}`} tabIndex={-1} data-answer="" className="mb-6">
            <Alert tone="wait" role="alert">
              <p>{text}</p>
            </Alert>
          </div>
        ))
      )}
      {username !== undefined && (
        <input type="text" autoComplete="username" defaultValue={username} readOnly hidden />
      )}
      {fields.map((field) => (
        <Control
          key={`${field.name}-${round}`}
          field={field}
          value={values[field.name] ?? field.value}
          error={errors.find((each) => each.field === field.name)?.text}
        />
      ))}
      {reveal !== undefined && (
        <p className="mb-4">
          <Button type="button" look="secondary" hidden data-reveal={reveal.hide}>
            {reveal.show}
          </Button>
        </p>
      )}
      {children}
      <Actions inFlow={look !== "primary"}>
        <Button wide look={look} disabled={pending}>
          {button}
        </Button>
        {second !== undefined && (
          <Button wide look="quiet" name={second.name} value="1" disabled={pending}>
            {second.label}
          </Button>
        )}
      </Actions>
    </form>
  );
}

/** Only the page's primary action stays at the bottom of a phone's screen. */
function Actions({ inFlow, children }: { readonly inFlow: boolean; readonly children: ReactNode }) {
  return inFlow ? <div>{children}</div> : <BottomBar>{children}</BottomBar>;
}

/** Where two fields have the same trouble, each line of the summary says which field is meant. */
function toldApart(
  errors: readonly StepError[],
  fields: readonly StepField[],
): readonly StepError[] {
  return errors.map((error) => {
    const label = fields.find((each) => each.name === error.field)?.label;
    const alone = errors.filter((each) => each.text === error.text).length === 1;
    return alone || label === undefined ? error : { ...error, text: `${label}: ${error.text}` };
  });
}

type ControlProps = {
  readonly field: StepField;
  readonly value: string | undefined;
  readonly error: string | undefined;
};

function Control({ field, value, error }: ControlProps) {
  const { kind, name, label, hint } = field;
  const common = { name, label, hint, error, defaultValue: value ?? "" };
  switch (kind) {
    case "iin":
      return <IinField {...common} autoComplete="username" />;
    case "child-iin":
      return <IinField {...common} autoComplete="off" />;
    case "phone":
      return <PhoneField {...common} />;
    case "login":
      return (
        <TextField
          {...common}
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
        />
      );
    case "code":
      return (
        <TextField
          {...common}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={20}
          width="tiny"
        />
      );
    case "password":
    case "new-password":
      return (
        <TextField
          {...common}
          type="password"
          autoComplete={kind === "password" ? "current-password" : "new-password"}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={400}
        />
      );
  }
}
