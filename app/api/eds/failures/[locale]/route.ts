import { failureWords } from "#app/_eds/sign-texts.ts";
import { isLocale, locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

export const dynamic = "force-static";
export const dynamicParams = false;

export function generateStaticParams() {
  return locales.map((locale) => ({ locale }));
}

/** The words for every way a signing can fail: a page that signs asks for them when one has failed. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ locale: string }> },
): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  return Response.json(failureWords(translator(locale)));
}
