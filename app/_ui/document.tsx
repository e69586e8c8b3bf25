"use client";

import type { ReactNode } from "react";

import type { Locale } from "#lib/i18n/locales.ts";

import { LOOK_PATH } from "./look.ts";

const fonts: Readonly<Record<Locale, readonly string[]>> = {
  kk: ["latin", "cyrillic", "cyrillic-ext"],
  ru: ["latin", "cyrillic"],
  en: ["latin"],
};

/**
 * `<html>` and `<body>` of every root layout: the language, the person's own appearance, the fonts this language needs
 * first. The caller imports `app/theme.css`. A client component for the same reason as `HeaderView`.
 */
export function Document({
  locale,
  children,
}: {
  readonly locale: Locale;
  readonly children: ReactNode;
}) {
  return (
    <html lang={locale}>
      <head>
        {fonts[locale].map((subset) => (
          <link
            key={subset}
            rel="preload"
            as="font"
            type="font/woff2"
            href={`/fonts/golos-text-5.3-${subset}.woff2`}
            crossOrigin="anonymous"
          />
        ))}
        <link rel="stylesheet" href={LOOK_PATH} />
      </head>
      <body>{children}</body>
    </html>
  );
}
