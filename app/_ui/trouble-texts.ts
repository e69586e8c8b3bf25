import type { Locale } from "#lib/i18n/locales.ts";

/** What is said when things go wrong, in one language. */
export type TroubleTexts = {
  readonly locale: Locale;
  readonly toHome: string;
  readonly retry: string;
  readonly notFoundTitle: string;
  readonly notFound: string;
  readonly errorTitle: string;
  /** With `{id}` for the request's number. */
  readonly error: string;
  readonly errorShort: string;
  /** The label of the region's phone. */
  readonly phone: string;
};

/**
 * In all languages. Set at build time from the catalogues (next.config.ts): the catalogues themselves are too heavy for
 * the browser, and on every page these few would be sent in vain.
 */
export const troubleTexts: readonly TroubleTexts[] = JSON.parse(
  process.env["NEXT_PUBLIC_TROUBLE"] ?? "[]",
);
