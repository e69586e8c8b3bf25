"use client";

import type { FormEvent, ReactNode } from "react";

import { LOOK_PATH } from "./look.ts";

/**
 * The form of the appearance settings. Without JavaScript each button posts and comes back to the page; with it the
 * style sheet is fetched anew in place, so nothing typed into another form of the page is lost.
 */
export function LookForm({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <form
      method="post"
      action={LOOK_PATH}
      className={className}
      onSubmit={(event) => void apply(event)}
    >
      {children}
    </form>
  );
}

async function apply(event: FormEvent<HTMLFormElement>) {
  const { submitter } = event.nativeEvent as SubmitEvent;
  const sheet = document.querySelector<HTMLLinkElement>(
    `link[rel="stylesheet"][href^="${LOOK_PATH}"]`,
  );
  if (!(submitter instanceof HTMLButtonElement) || sheet === null) return;
  event.preventDefault();
  const body = new URLSearchParams({ [submitter.name]: submitter.value });
  await fetch(LOOK_PATH, { method: "POST", body, redirect: "manual" });
  const next = sheet.cloneNode() as HTMLLinkElement;
  next.href = `${LOOK_PATH}?${submitter.value}-${submitter.name}-${performance.now().toFixed(0)}`;
  next.addEventListener("load", () => sheet.remove());
  sheet.after(next);
}
