/**
 * Says of the page it stands on that it needs nothing of the framework in the browser: it is read, and its forms post
 * plainly. The front then leaves out Next's scripts and data and puts public/page.js in this place (lib/front/still-page.ts).
 * `tests/unit/ui/still-pages.test.ts` sees to it that nothing that lives by its script stands on such a page.
 */
export function Still() {
  return <meta name="kezek-page" content="still" />;
}
