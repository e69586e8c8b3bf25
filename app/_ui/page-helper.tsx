"use client";

import { useEffect } from "react";

const YEAR = 31_536_000;

/** Remembers the language somebody chose by hand, for the next visit to the bare address. */
function rememberLanguage(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest("a[hreflang]") : null;
  const language = link?.getAttribute("hreflang");
  if (language) document.cookie = `kezek-locale=${language};path=/;max-age=${YEAR};samesite=lax`;
}

/** Closes the menus of the header when one presses elsewhere or Escape; without JavaScript they close by themselves only. */
function closeMenus(event: Event) {
  if (event instanceof KeyboardEvent && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("header details[open]")) {
    const inside = event.target instanceof Node && menu.contains(event.target);
    if (event instanceof KeyboardEvent ? inside : !inside) {
      menu.open = false;
      if (event instanceof KeyboardEvent) menu.querySelector("summary")?.focus();
    }
  }
}

/**
 * Small comforts of every page, none of them needed: the remembered language, menus that close, and the offline page
 * kept at hand by public/sw.js, which never keeps personal pages.
 */
export function PageHelper() {
  useEffect(() => {
    document.addEventListener("click", rememberLanguage);
    document.addEventListener("click", closeMenus);
    document.addEventListener("keydown", closeMenus);
    if (process.env.NODE_ENV === "production" && "serviceWorker" in navigator) {
      void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
    }
    return () => {
      document.removeEventListener("click", rememberLanguage);
      document.removeEventListener("click", closeMenus);
      document.removeEventListener("keydown", closeMenus);
    };
  }, []);
  return null;
}
