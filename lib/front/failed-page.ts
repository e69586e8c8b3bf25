import { isLocale, type Locale, localeCookie, negotiate } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

const blank = /<html id="__next_error__"/;
const noscript = /<noscript><main\b/;
const preloadedSheet = /<([^>]+\.css[^>]*)>; rel=preload; as="style"/;
const body = /<body\b[^>]*>([\s\S]*)<\/body>/;
const unseen = /<(script|style|template|noscript)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>/g;

export type Failure = {
  readonly status: number;
  /** The address asked for: its first part is the reader's language, as a rule. */
  readonly path: string;
  readonly requestId: string;
  /** The answer's `Link` header, which names the style sheet. */
  readonly links: string;
  /** The address of the style sheet where that header does not. */
  readonly sheet: string | undefined;
  /** Of the request: which language the reader wants where the address names none. */
  readonly cookie: string | undefined;
  readonly acceptLanguage: string | undefined;
};

export type FailedPage = {
  readonly html: string;
  /** Whether Next's scripts are left in it, and its data with them. */
  readonly scripts: boolean;
  /** The language was asked of the reader, so the next one may need another page. */
  readonly negotiated: boolean;
};

/**
 * Words where Next leaves a page empty: of «not found» and of a failure it sends only data, from which its scripts then
 * make the page. With scripts nothing changes, except where they would say it in a language that is not the reader's:
 * at an address that names none, and where Next has put its own English page. Undefined when the page has words of ours.
 */
export function withFailureInWords(html: string, failure: Failure): FailedPage | undefined {
  if (failure.status < 400 || noscript.test(html)) return undefined;
  const named = failure.path.split(/[/?]/, 2)[1] ?? "";
  const known = isLocale(named);
  // Where no route knows the address, Next's page is app/global-not-found.tsx: of the build, so in every language.
  if (!blank.test(html) && (known || failure.status !== 404)) return undefined;
  const locale = known ? named : wanted(failure);
  const words = wordsOf(failure, locale, sheetOf(failure));
  if (!known || hasWords(html)) {
    const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`;
    return {
      html:
        `<!DOCTYPE html><html lang="${locale}"><head>${head}<meta name="robots" content="noindex">` +
        `<title>${words.title}</title>${words.style}<link rel="stylesheet" href="/look.css"></head>` +
        `<body>${words.main}</body></html>`,
      scripts: false,
      negotiated: !known,
    };
  }
  return {
    html: html
      .replace(blank, `<html lang="${locale}" id="__next_error__"`)
      .replace("</head>", `<title>${words.title}</title></head>`)
      .replace("<body>", `<body><noscript>${words.style}${words.main}</noscript>`),
    scripts: true,
    negotiated: false,
  };
}

function wanted({ cookie, acceptLanguage }: Failure): Locale {
  const chosen = cookie?.split(/;\s*/u).find((pair) => pair.startsWith(`${localeCookie}=`));
  return negotiate(chosen?.slice(localeCookie.length + 1), acceptLanguage);
}

/** A page of Next's own, «This page couldn’t load»: it stands there whenever the failure came before our layouts. */
function hasWords(html: string): boolean {
  const [, content = ""] = body.exec(html) ?? [];
  return content.replaceAll(unseen, "").trim() !== "";
}

function sheetOf({ links, sheet }: Failure): string {
  const href = preloadedSheet.exec(links)?.[1] ?? sheet;
  return href === undefined ? "" : `<link rel="stylesheet" href="${escaped(href)}">`;
}

function wordsOf({ status, requestId }: Failure, locale: Locale, style: string) {
  const t = translator(locale);
  const missing = status < 500;
  const title = escaped(t(missing ? "error.page.404.title" : "error.page.500.title"));
  const text = missing
    ? t("error.page.404.text")
    : t("error.page.500.textNoPhone", { id: requestId });
  const main =
    `<main id="main" class="mx-auto grid max-w-page gap-6 px-4 py-10 sm:px-6">` +
    `<h1 class="text-2xl sm:text-3xl">${title}</h1><p class="max-w-text text-lg">${escaped(text)}</p>` +
    `<p><a class="link" href="/${locale}">${escaped(t("common.toHome"))}</a></p></main>`;
  return { title, style, main };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
