import type { MetadataRoute } from "next";

import { defaultLocale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

/** The portal on a phone's home screen. Opens at the bare address, which knows the language. */
export default function manifest(): MetadataRoute.Manifest {
  const t = translator(defaultLocale);
  return {
    name: t("meta.siteName"),
    short_name: t("header.brand"),
    description: t("meta.description"),
    lang: defaultLocale,
    start_url: "/",
    display: "standalone",
    background_color: "#f6fafc",
    theme_color: "#006b80",
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      {
        src: "/icons/icon-maskable-512.png",
        sizes: "512x512",
        type: "image/png",
        purpose: "maskable",
      },
    ],
  };
}
