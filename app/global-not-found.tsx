import "./theme.css";

import type { Metadata } from "next";

import { LinkButton } from "#app/_ui/button.tsx";
import { Document } from "#app/_ui/document.tsx";
import { ToyQueue } from "#app/_ui/pictures/toys.tsx";
import { Still } from "#app/_ui/still.tsx";
import { defaultLocale, locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

export const metadata: Metadata = {
  title: translator(defaultLocale)("error.page.404.title"),
  robots: { index: false },
};

/** An address that no route knows: its language is unknown too, so all three speak. */
export default function GlobalNotFound() {
  return (
    <Document locale={defaultLocale}>
      <Still />
      <main
        id="main"
        className="mx-auto grid min-h-dvh max-w-page content-center gap-8 px-4 py-10 sm:px-6"
      >
        <ToyQueue ahead={2} className="h-28 max-w-full justify-self-start" />
        {locales.map((locale, index) => {
          const t = translator(locale);
          const Heading = index === 0 ? "h1" : "h2";
          return (
            <section key={locale} lang={locale}>
              <Heading className="text-xl sm:text-2xl">{t("error.page.404.title")}</Heading>
              <p className="mt-1">{t("error.page.404.text")}</p>
              <LinkButton
                href={`/${locale}`}
                look={index === 0 ? "primary" : "secondary"}
                className="mt-3"
              >
                {t("common.toHome")}
              </LinkButton>
            </section>
          );
        })}
      </main>
    </Document>
  );
}
