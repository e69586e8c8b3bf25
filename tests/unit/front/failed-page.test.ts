import { describe, expect, test } from "vitest";
import { withFailureInWords } from "#lib/front/failed-page.ts";
import { translator } from "#lib/i18n/translate.ts";

const blank = `<!DOCTYPE html><html id="__next_error__"><head><meta charSet="utf-8"/></head><body><script>1</script></body></html>`;
const failure = {
  status: 500,
  path: "/ru/akmola/queue",
  requestId: "Ab-1_",
  links: '</fonts/a.woff2>; rel=preload; as="font", </_next/a.css>; rel=preload; as="style"',
  sheet: "/_next/static/b.css",
  cookie: undefined,
  acceptLanguage: undefined,
};

test("an empty failure speaks the reader's language, names the request, and keeps its scripts", () => {
  const html = withFailureInWords(blank, failure)?.html ?? "";
  const t = translator("ru");
  expect(html).toContain('<html lang="ru" id="__next_error__">');
  expect(html).toContain(`<title>${t("error.page.500.title")}</title>`);
  expect(html).toContain(`<h1 class="text-2xl sm:text-3xl">${t("error.page.500.title")}</h1>`);
  expect(html).toContain("Ab-1_");
  expect(html).toContain('<noscript><link rel="stylesheet" href="/_next/a.css">');
  expect(html).toContain('href="/ru"');
  expect(html).toContain("<script>1</script>");
});

test.each([
  ["/kk/akmola/nothing", "kk"],
  ["/en", "en"],
  ["/ru?x=1", "ru"],
  ["/demo", "kk"],
  ["/", "kk"],
] as const)("«not found» at %s speaks %s", (path, locale) => {
  const html = withFailureInWords(blank, { ...failure, status: 404, path })?.html ?? "";
  expect(html).toContain(`lang="${locale}"`);
  expect(html).toContain(translator(locale)("error.page.404.title"));
});

test("an address writes nothing into the page", () => {
  const page = withFailureInWords(blank, {
    ...failure,
    path: "/<script>alert(1)</script>",
    links: '</a.css"><script>alert(2)</script>>; rel=preload; as="style"',
  });
  expect(page?.html).toContain("<h1");
  expect(page?.html).not.toContain("alert(1)");
  expect(page?.html).not.toContain("<script>alert");
});

test("a page with words, and one that did not fail, stay as they are", () => {
  const written = "<html><body>404</body></html>";
  expect(withFailureInWords(written, failure)).toBeUndefined();
  expect(withFailureInWords(written, { ...failure, status: 404 })).toBeUndefined();
  expect(withFailureInWords(blank, { ...failure, status: 200 })).toBeUndefined();
});

describe("an address of no language", () => {
  const at = { ...failure, status: 404, path: "/foo/bar" };

  test.each([
    ["the language chosen before", "a=1; kezek-locale=en", "ru", "en"],
    ["what the browser wishes", undefined, "ru-KZ,ru;q=0.9", "ru"],
    ["Kazakh", undefined, undefined, "kk"],
  ] as const)(
    "speaks %s, without scripts that would say it in another",
    (_, cookie, wish, locale) => {
      const page = withFailureInWords(blank, { ...at, cookie, acceptLanguage: wish });
      expect(page).toMatchObject({ scripts: false, negotiated: true });
      expect(page?.html).toContain(`<html lang="${locale}">`);
      expect(page?.html).toContain(translator(locale)("error.page.404.title"));
      expect(page?.html).toContain('<link rel="stylesheet" href="/_next/a.css">');
      expect(page?.html).not.toContain("script");
    },
  );
});

test("Next's own English page is replaced by ours, in the language of the address", () => {
  const own = blank.replace("<body>", "<body><h1>This page couldn’t load</h1>");
  const page = withFailureInWords(own, { ...failure, links: "" });
  expect(page).toMatchObject({ scripts: false, negotiated: false });
  expect(page?.html).toContain(translator("ru")("error.page.500.title"));
  expect(page?.html).toContain('<link rel="stylesheet" href="/_next/static/b.css">');
  expect(page?.html).not.toContain("couldn’t");
});
