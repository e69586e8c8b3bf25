import type { ReactNode } from "react";

import { loadPortal } from "#app/_request/region.ts";
import { TroubleProvider } from "#app/_ui/trouble.tsx";

type LayoutProps = {
  readonly params: Promise<{ locale: string; region: string }>;
  readonly children: ReactNode;
};

/** An unknown region is «not found» here, once for all its pages; nothing is protected by it. */
export default async function RegionLayout({ params, children }: LayoutProps) {
  const { locale, portal } = await loadPortal(await params);
  return (
    <TroubleProvider locale={locale} region={{ slug: portal.slug, phone: portal.supportPhone }}>
      {children}
    </TroubleProvider>
  );
}
