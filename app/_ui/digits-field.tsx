"use client";

import type { ComponentProps, FormEvent } from "react";

import { TextField } from "./text-field.tsx";
import { caretAfterGrouping, groupIin, groupPhone, shownDigits } from "./typed-digits.ts";

type Props = Omit<ComponentProps<typeof TextField>, "type" | "inputMode" | "width">;

/** Groups on input by changing the element itself: the field stays uncontrolled, so it works in any form and without React. */
function grouped(group: (text: string) => string, deleting: (event: InputEvent) => boolean) {
  return (event: FormEvent<HTMLInputElement>) => {
    const { currentTarget: input, nativeEvent } = event;
    if (nativeEvent instanceof InputEvent && deleting(nativeEvent)) return;
    const next = group(input.value);
    if (next === input.value) return;
    const caret = caretAfterGrouping(input.value, input.selectionStart ?? input.value.length, next);
    input.value = next;
    input.setSelectionRange(caret, caret);
  };
}

const isDeleting = (event: InputEvent) => event.inputType.startsWith("delete");

const onIin = grouped(groupIin, () => false);
const onPhone = grouped((text) => groupPhone(text), isDeleting);

/** An IIN: twelve digits on a numeric keyboard, shown as `870612 490009`; pasting with spaces works. */
export function IinField({ onInput, defaultValue, ...rest }: Props) {
  return (
    <TextField
      autoComplete="off"
      spellCheck={false}
      {...rest}
      {...(defaultValue === undefined
        ? {}
        : { defaultValue: shownDigits(String(defaultValue), 12, groupIin) })}
      inputMode="numeric"
      data-digits="iin"
      maxLength={20}
      width="short"
      onInput={(event) => {
        onIin(event);
        onInput?.(event);
      }}
    />
  );
}

/** A Kazakhstan mobile number, shown as `+7 701 123 45 67`; «8 701 …» and «701 …» are understood. */
export function PhoneField({ onInput, onBlur, defaultValue, ...rest }: Props) {
  return (
    <TextField
      autoComplete="tel"
      {...rest}
      {...(defaultValue === undefined
        ? {}
        : {
            defaultValue: shownDigits(String(defaultValue), 11, (text) => groupPhone(text, true)),
          })}
      type="tel"
      data-digits="phone"
      inputMode="tel"
      maxLength={24}
      width="short"
      onInput={(event) => {
        onPhone(event);
        onInput?.(event);
      }}
      onBlur={(event) => {
        event.currentTarget.value = groupPhone(event.currentTarget.value, true);
        onBlur?.(event);
      }}
    />
  );
}
