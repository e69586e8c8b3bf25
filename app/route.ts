import { localeCookie, negotiate } from "#lib/i18n/locales.ts";

export const dynamic = "force-dynamic";

/** The bare address leads to the language chosen before, then the browser's, then Kazakh. */
export function GET(request: Request): Response {
  const cookies = request.headers.get("cookie") ?? "";
  const chosen = cookies.split(/;\s*/).find((pair) => pair.startsWith(`${localeCookie}=`));
  const locale = negotiate(
    chosen?.slice(localeCookie.length + 1),
    request.headers.get("accept-language"),
  );
  return new Response(null, {
    status: 307,
    headers: {
      location: `/${locale}`,
      vary: "Cookie, Accept-Language",
      "cache-control": "private, no-store",
    },
  });
}
