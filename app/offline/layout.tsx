import "../theme.css";

import type { ReactNode } from "react";

import { Document } from "#app/_ui/document.tsx";
import { defaultLocale } from "#lib/i18n/locales.ts";

/** A root of its own: the page is kept by the service worker for every language. */
export default function OfflineLayout({ children }: { readonly children: ReactNode }) {
  return <Document locale={defaultLocale}>{children}</Document>;
}
