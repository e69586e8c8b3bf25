import "../theme.css";

import type { Viewport } from "next";
import type { ReactNode } from "react";

import { Document } from "#app/_ui/document.tsx";
import { PageHelper } from "#app/_ui/page-helper.tsx";
import { TroubleProvider } from "#app/_ui/trouble.tsx";
import { defaultLocale, isLocale } from "#lib/i18n/locales.ts";

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#111e31" },
  ],
};

type LayoutProps = { readonly params: Promise<{ locale: string }>; readonly children: ReactNode };

/** The document of one language. Pages bring their own frame: only they know their address for the language switch. */
export default async function LocaleLayout({ params, children }: LayoutProps) {
  const { locale: named } = await params;
  // An address of no language is «not found» by its page: thrown here it would have no document to stand in.
  const locale = isLocale(named) ? named : defaultLocale;
  return (
    <Document locale={locale}>
      <TroubleProvider locale={locale}>{children}</TroubleProvider>
      <PageHelper />
    </Document>
  );
}
