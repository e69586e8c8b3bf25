"use client";

import { useRef } from "react";
import type { FormEvent } from "react";

import { Button } from "#app/_ui/button.tsx";
import { matches } from "#app/_ui/search-fold.ts";
import { TextField } from "#app/_ui/text-field.tsx";

type PlaceFilterProps = {
  readonly action: string;
  readonly question?: string | undefined;
  readonly texts: {
    readonly label: string;
    readonly hint: string;
    readonly find: string;
    /** With `{n}`. */
    readonly found: string;
    readonly none: string;
  };
};

/**
 * The search of the region chooser. Without JavaScript a form that asks the server; with it the list on the page is
 * filtered while one types, by hiding the elements that carry other names in `data-search`.
 */
export function PlaceFilter({ action, question, texts }: PlaceFilterProps) {
  const answer = useRef<HTMLOutputElement>(null);

  function filter(event: FormEvent<HTMLInputElement>) {
    const asked = event.currentTarget.value;
    let found = 0;
    for (const place of document.querySelectorAll<HTMLElement>("[data-search]")) {
      const shown = asked.trim() === "" || matches(asked, place.dataset["search"] ?? "");
      place.hidden = !shown;
      if (shown) found += 1;
    }
    for (const group of document.querySelectorAll<HTMLElement>("[data-search-group]")) {
      group.hidden = group.querySelector("[data-search]:not([hidden])") === null;
    }
    if (answer.current === null) return;
    if (asked.trim() === "") answer.current.textContent = "";
    else
      answer.current.textContent =
        found === 0 ? texts.none : texts.found.replace("{n}", String(found));
  }

  return (
    <search>
      <form method="get" action={action} className="flex max-w-form flex-wrap items-end gap-3">
        <TextField
          unfailing
          className="min-w-0 grow basis-60"
          label={texts.label}
          hint={texts.hint}
          name="q"
          type="search"
          required={false}
          maxLength={60}
          autoComplete="off"
          defaultValue={question}
          onInput={filter}
        />
        <Button look="secondary" icon="search">
          {texts.find}
        </Button>
        <output ref={answer} className="reserve-line block w-full text-ink-soft" />
      </form>
    </search>
  );
}
