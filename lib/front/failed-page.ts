import { defaultLocale, isLocale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

const blank = /<html id="__next_error__"/;
const noscript = /<noscript><main\b/;
const sheet = /<([^>]+\.css[^>]*)>; rel=preload; as="style"/;

export type Failure = {
  readonly status: number;
  /** The address asked for: its first part is the reader's language, as a rule. */
  readonly path: string;
  readonly requestId: string;
  /** The answer's `Link` header, which names the style sheet. */
  readonly links: string;
};

/**
 * Words for a reader without JavaScript where Next leaves the page empty: of «not found» and of a failure it sends only
 * data, from which its scripts then make the page. With scripts nothing changes. Undefined when the page is not empty.
 */
export function withFailureInWords(html: string, failure: Failure): string | undefined {
  if (failure.status < 400 || !blank.test(html) || noscript.test(html)) return undefined;
  const named = failure.path.split(/[/?]/, 2)[1] ?? "";
  const locale = isLocale(named) ? named : defaultLocale;
  const t = translator(locale);
  const missing = failure.status < 500;
  const title = t(missing ? "error.page.404.title" : "error.page.500.title");
  const text = missing
    ? t("error.page.404.text")
    : t("error.page.500.textNoPhone", { id: failure.requestId });
  const href = sheet.exec(failure.links)?.[1];
  const style = href === undefined ? "" : `<link rel="stylesheet" href="${escaped(href)}">`;
  const words =
    `<noscript>${style}<main id="main" class="mx-auto grid max-w-page gap-6 px-4 py-10 sm:px-6">` +
    `<h1 class="text-2xl sm:text-3xl">${escaped(title)}</h1><p class="max-w-text text-lg">${escaped(text)}</p>` +
    `<p><a class="link" href="/${locale}">${escaped(t("common.toHome"))}</a></p></main></noscript>`;
  return html
    .replace(blank, `<html lang="${locale}" id="__next_error__"`)
    .replace("</head>", `<title>${escaped(title)}</title></head>`)
    .replace("<body>", `<body>${words}`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
