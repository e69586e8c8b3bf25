"use client";

import { createContext, use } from "react";
import type { ReactNode } from "react";

import { Button, LinkButton } from "./button.tsx";
import { ToyQueue } from "./pictures/toys.tsx";

/**
 * Texts of the pages for when things go wrong. Error boundaries run in the browser, where the catalogues do not go, and
 * «not found» is told no parameters; so the layouts hand their few texts down beforehand.
 */
export type TroubleTexts = {
  readonly home: string;
  readonly toHome: string;
  readonly retry: string;
  readonly notFoundTitle: string;
  readonly notFound: string;
  readonly errorTitle: string;
  /** With `{id}` for the request's number. */
  readonly error: string;
  readonly errorShort: string;
  /** The region's phone: label, number as people read it, `tel:` address. */
  readonly phone?:
    | { readonly label: string; readonly text: string; readonly href: string }
    | undefined;
};

const Texts = createContext<TroubleTexts | null>(null);

/** In a layout, around its children. */
export function TroubleTextsProvider({
  texts,
  children,
}: {
  readonly texts: TroubleTexts;
  readonly children: ReactNode;
}) {
  return <Texts value={texts}>{children}</Texts>;
}

type TroubleProps = {
  readonly title: string;
  readonly text: string;
  readonly texts: TroubleTexts;
  readonly retry?: () => void;
};

function Trouble({ title, text, texts, retry }: TroubleProps) {
  return (
    <main
      id="main"
      className="mx-auto grid min-h-dvh max-w-page content-center gap-6 px-4 py-10 sm:px-6"
    >
      <title>{title}</title>
      <ToyQueue ahead={2} className="h-28 max-w-full justify-self-start" />
      <h1 className="text-2xl sm:text-3xl">{title}</h1>
      <p className="max-w-text text-lg">{text}</p>
      {texts.phone !== undefined && (
        <p>
          {texts.phone.label}:{" "}
          <a href={texts.phone.href} className="tabular text-link underline underline-offset-4">
            {texts.phone.text}
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
          href={texts.home}
          look={retry === undefined ? "primary" : "secondary"}
          icon="home"
        >
          {texts.toHome}
        </LinkButton>
      </p>
    </main>
  );
}

/** The whole of a not-found.tsx. */
export function NotFoundPage() {
  const texts = use(Texts);
  if (texts === null) return null;
  return <Trouble title={texts.notFoundTitle} text={texts.notFound} texts={texts} />;
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
  const texts = use(Texts);
  const number = numberOf(error);
  if (texts === null) return null;
  return (
    <Trouble
      title={texts.errorTitle}
      text={number === null ? texts.errorShort : texts.error.replace("{id}", number)}
      texts={texts}
      retry={retry}
    />
  );
}
