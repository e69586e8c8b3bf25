const mark = /<meta name="kezek-page" content="still"\s*\/?>/;
// Data blocks such as application/ld+json do not run, and say something to a reader's programs.
const script = /<script\b(?![^>]*\btype="application\/)[^>]*>[\s\S]*?<\/script>/g;
const scriptPreload = /<link\b(?=[^>]*\bas="script")[^>]*>/g;
// React's marks between pieces of text and around boundaries, and an empty box for Next's metadata.
const comment = /<!--[\s\S]*?-->/g;
const emptyBox = '<div hidden=""></div>';
// Content that came late stands where only a script would put it in its place.
const late = /<template\b[^>]*\bid="[BPS]:|<div hidden id="S:/;

/**
 * The page without the framework's scripts and data, when it says itself that it needs none (app/_ui/still.tsx);
 * undefined when it does not, or when a part of it would be missing without them. React escapes `<` in texts and
 * attributes, so whatever looks like a tag here is one.
 * @param scriptAddress what stands in place of the mark: the page's own small script, which it works without
 */
export function stillPage(html: string, scriptAddress: string): string | undefined {
  if (!mark.test(html) || late.test(html)) return undefined;
  return html
    .replaceAll(script, "")
    .replaceAll(scriptPreload, "")
    .replaceAll(comment, "")
    .replace(emptyBox, "")
    .replace(mark, `<script src="${scriptAddress}" defer data-still></script>`);
}
