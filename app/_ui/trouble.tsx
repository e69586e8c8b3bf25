"use client";

import { createContext, use } from "react";
import type { ReactNode } from "react";

import { groupPhone } from "#lib/identity/phone.ts";
import { defaultLocale, type Locale } from "#lib/i18n/locales.ts";

import { Button, LinkButton } from "./button.tsx";
import { ToyQueue } from "./pictures/toys.tsx";
import { type TroubleTexts, troubleTexts } from "./trouble-texts.ts";

/** Where the reader is: error boundaries and «not found» are told nothing, so the layouts hand it down beforehand. */
type Whereabouts = {
  readonly locale: Locale;
  /** The region's; absent where none is known. */
  readonly region?: { readonly slug: string; readonly phone: string } | undefined;
};

const Here = createContext<Whereabouts>({ locale: defaultLocale });

/** In a layout, around its children. */
export function TroubleProvider({
  children,
  ...here
}: Whereabouts & { readonly children: ReactNode }) {
  return <Here value={here}>{children}</Here>;
}

type TroubleProps = {
  readonly title: string;
  readonly text: string;
  readonly texts: TroubleTexts;
  readonly here: Whereabouts;
  readonly retry?: () => void;
};

function Trouble({ title, text, texts, here, retry }: TroubleProps) {
  const { locale, region } = here;
  return (
    <main
      id="main"
      className="mx-auto grid min-h-dvh max-w-page content-center gap-6 px-4 py-10 sm:px-6"
    >
      <title>{title}</title>
      <ToyQueue ahead={2} className="h-28 max-w-full justify-self-start" />
      <h1 className="text-2xl sm:text-3xl">{title}</h1>
      <p className="max-w-text text-lg">{text}</p>
      {region !== undefined && (
        <p>
          {texts.phone}:{" "}
          <a
            href={`tel:${region.phone}`}
            className="tabular text-link underline underline-offset-4"
          >
            {groupPhone(region.phone)}
          </a>
        </p>
      )}
      <p className="flex flex-wrap gap-3">
        {retry !== undefined && (
          <Button type="button" onClick={retry}>
            {texts.retry}
          </Button>
        )}
        <LinkButton
          href={region === undefined ? `/${locale}` : `/${locale}/${region.slug}`}
          look={retry === undefined ? "primary" : "secondary"}
          icon="home"
        >
          {texts.toHome}
        </LinkButton>
      </p>
    </main>
  );
}

const textsFor = ({ locale }: Whereabouts) =>
  troubleTexts.find((texts) => texts.locale === locale) ?? troubleTexts[0];

/** The whole of a not-found.tsx. */
export function NotFoundPage() {
  const here = use(Here);
  const texts = textsFor(here);
  if (texts === undefined) return null;
  return <Trouble title={texts.notFoundTitle} text={texts.notFound} texts={texts} here={here} />;
}

/** The number by which support finds the failure in the log. */
function numberOf(error: unknown): string | null {
  return error instanceof Error && "digest" in error && typeof error.digest === "string"
    ? error.digest
    : null;
}

/** The whole of an error.tsx. */
export function ErrorPage({
  error,
  retry,
}: {
  readonly error: unknown;
  readonly retry: () => void;
}) {
  const here = use(Here);
  const texts = textsFor(here);
  const number = numberOf(error);
  if (texts === undefined) return null;
  return (
    <Trouble
      title={texts.errorTitle}
      text={number === null ? texts.errorShort : texts.error.replace("{id}", number)}
      texts={texts}
      here={here}
      retry={retry}
    />
  );
}
