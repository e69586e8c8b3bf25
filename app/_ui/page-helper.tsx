"use client";

import { useEffect } from "react";

/**
 * Fetches the small comforts of every page (app/_ui/page-script) where the framework's scripts run, after them: a
 * page's own script must find the page as React left it. Still pages name it in their head instead.
 */
export function PageHelper() {
  useEffect(() => {
    const script = document.createElement("script");
    script.src = "/page.js";
    document.head.append(script);
  }, []);
  return null;
}
