"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

function run(address: string): void {
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}

/**
 * Fetches the small comforts of every page (app/_ui/page-script) where the framework's scripts run, after them: a
 * page's own script must find the page as React left it. Still pages name it in their head instead. A page that comes
 * without a full load, as after a sign-in, has its own script run as well.
 */
export function PageHelper() {
  const path = usePathname();
  const helped = useRef<string | null>(null);
  useEffect(() => {
    const before = helped.current;
    helped.current = path;
    if (before === path) return;
    if (before === null) {
      run("/page.js");
      return;
    }
    const own = document.querySelector<HTMLElement>("[data-page-script]")?.dataset["pageScript"];
    if (own !== undefined) run(own);
  }, [path]);
  return null;
}
