import "../theme.css";

import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";

import { Document } from "#app/_ui/document.tsx";
import { localeCookie, negotiate } from "#lib/i18n/locales.ts";

/** A root of its own: the demo stands outside the portal's languages. A layout cannot see `?lang`; the page marks it. */
export default async function DemoLayout({ children }: { readonly children: ReactNode }) {
  const [jar, list] = await Promise.all([cookies(), headers()]);
  const locale = negotiate(jar.get(localeCookie)?.value, list.get("accept-language"));
  return <Document locale={locale}>{children}</Document>;
}
