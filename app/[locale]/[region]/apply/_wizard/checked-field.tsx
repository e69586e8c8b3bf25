"use client";

import { useState, type ComponentProps, type FocusEvent, type FormEvent } from "react";

import { IinField, PhoneField } from "#app/_ui/digits-field.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { parseEmail } from "#lib/identity/email.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";

type Rule = "email" | "phone" | "iin";

type CheckedFieldProps = ComponentProps<typeof TextField> & {
  readonly rule: Rule;
  /** What is said on leaving the field, by code; `{n}` stands for a count. */
  readonly words: Readonly<Record<string, string>>;
  /** Of the draft as the page shows it: with a newer one, what the server says of the field counts again. */
  readonly version: number;
};

const fields = { email: TextField, phone: PhoneField, iin: IinField } as const;

/**
 * A field that is checked on leaving it, by the same pure rules as on the server. An empty one is left in peace: it is
 * asked for on going on. While something is being mended, the old sentence goes as soon as the value is right.
 */
export function CheckedField({ rule, words, version, error, ...rest }: CheckedFieldProps) {
  const [own, setOwn] = useState<{ readonly text: string | undefined } | null>(null);
  const [seen, setSeen] = useState(version);
  if (seen !== version) {
    setSeen(version);
    setOwn(null);
  }
  const Field = fields[rule];
  const look = (typed: string) => setOwn({ text: sentence(rule, typed, words) });
  return (
    <Field
      {...rest}
      error={own === null ? error : own.text}
      onBlur={(event: FocusEvent<HTMLInputElement>) => {
        if (event.currentTarget.value.trim() !== "" || own !== null)
          look(event.currentTarget.value);
      }}
      onInput={(event: FormEvent<HTMLInputElement>) => {
        const { value } = event.currentTarget;
        const shown = own === null ? error : own.text;
        if (shown !== undefined && sentence(rule, value, words) === undefined) look(value);
      }}
    />
  );
}

function sentence(
  rule: Rule,
  typed: string,
  words: Readonly<Record<string, string>>,
): string | undefined {
  if (typed.trim() === "") return undefined;
  if (rule === "email") return parseEmail(typed).ok ? undefined : words["email-shape"];
  if (rule === "phone") return parseMobilePhone(typed).ok ? undefined : words["phone-not-mobile"];
  const iin = parseTypedIin(typed);
  if (iin.ok) return undefined;
  return iin.code === "iin-length"
    ? words[iin.code]?.replace("{n}", String(iin.detail.n))
    : words[iin.code];
}
