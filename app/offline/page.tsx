import type { Metadata } from "next";

import { ToyQueue } from "#app/_ui/pictures/toys.tsx";
import { defaultLocale, locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

export const dynamic = "force-static";

export const metadata: Metadata = {
  title: translator(defaultLocale)("meta.page.offline"),
  robots: { index: false },
};

/** Shown by the service worker when there is no connection, in place of the page asked for. */
export default function OfflinePage() {
  return (
    <main
      id="main"
      className="mx-auto grid min-h-dvh max-w-page content-center gap-8 px-4 py-10 sm:px-6"
    >
      <ToyQueue ahead={3} className="h-28 max-w-full justify-self-start" />
      {locales.map((locale, index) => {
        const t = translator(locale);
        const Heading = index === 0 ? "h1" : "h2";
        return (
          <section key={locale} lang={locale} className="max-w-text">
            <Heading className="text-xl sm:text-2xl">{t("error.page.offline.title")}</Heading>
            <p className="mt-1">{t("error.page.offline.short")}</p>
            <p>{t("error.page.offline.kept")}</p>
          </section>
        );
      })}
    </main>
  );
}
