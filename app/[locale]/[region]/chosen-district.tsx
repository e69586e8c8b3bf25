"use client";

import { useSyncExternalStore } from "react";

import { DISTRICT_COOKIE } from "#app/_ui/district-cookie.ts";
import { Icon } from "#app/_ui/icon.tsx";

type ChosenDistrictProps = {
  /** With `{name}`. */
  readonly text: string;
  readonly change: { readonly label: string; readonly href: string };
  /** Names by KATO. */
  readonly districts: Readonly<Record<string, string>>;
};

const never = () => () => undefined;

function fromCookie(): string {
  return new RegExp(`(?:^|; )${DISTRICT_COOKIE}=(\\d{9})`).exec(document.cookie)?.[1] ?? "";
}

/** The district chosen from the list of manual 004. The page is static, so only the browser knows it. */
export function ChosenDistrict({ text, change, districts }: ChosenDistrictProps) {
  const name = districts[useSyncExternalStore(never, fromCookie, () => "")];
  if (name === undefined) return null;
  return (
    <p className="mt-6 flex flex-wrap items-center gap-x-3 rounded-card bg-sky-soft px-4 text-sky-ink">
      <Icon name="pin" />
      <strong>{text.replace("{name}", name)}</strong>
      <a
        href={change.href}
        className="inline-flex min-h-11 items-center text-link underline underline-offset-4"
      >
        {change.label}
      </a>
    </p>
  );
}
