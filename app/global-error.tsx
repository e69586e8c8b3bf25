"use client";

import "./theme.css";

import { LinkButton } from "#app/_ui/button.tsx";
import { ToyQueue } from "#app/_ui/pictures/toys.tsx";
import { troubleTexts as texts } from "#app/_ui/trouble-texts.ts";

/** When even a root layout fails: nothing is known but that the portal failed, so all three languages speak. */
export default function GlobalError() {
  return (
    <html lang={texts[0]?.locale}>
      <body>
        <main className="mx-auto grid min-h-dvh max-w-page content-center gap-8 px-4 py-10 sm:px-6">
          <title>{texts[0]?.errorTitle}</title>
          <ToyQueue ahead={2} className="h-28 max-w-full justify-self-start" />
          {texts.map(({ locale, errorTitle, errorShort, toHome }, index) => {
            const Heading = index === 0 ? "h1" : "h2";
            return (
              <section key={locale} lang={locale}>
                <Heading className="text-xl sm:text-2xl">{errorTitle}</Heading>
                <p className="mt-1">{errorShort}</p>
                <LinkButton
                  href={`/${locale}`}
                  look={index === 0 ? "primary" : "secondary"}
                  className="mt-3"
                >
                  {toHome}
                </LinkButton>
              </section>
            );
          })}
        </main>
      </body>
    </html>
  );
}
