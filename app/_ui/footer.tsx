import { groupPhone } from "#lib/identity/phone.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import type { FrameRegion } from "./header.tsx";
import { Link } from "./link.tsx";

/** Help, support phone, accessibility, another region: the same place on every page. */
export function Footer({
  locale,
  region,
}: {
  readonly locale: Locale;
  readonly region?: FrameRegion | undefined;
}) {
  const t = translator(locale);
  const home = region === undefined ? null : `/${locale}/${region.slug}`;
  return (
    <footer className="mt-16 border-t border-line bg-sunken text-sm print:hidden">
      <div className="mx-auto grid max-w-page gap-x-10 gap-y-6 px-4 py-8 sm:grid-cols-2 sm:px-6 lg:grid-cols-[2fr_1fr_1fr]">
        <div className="max-w-text">
          <p className="font-semibold">{t("footer.about.title")}</p>
          <p className="mt-1 text-ink-soft">{t("footer.about.text")}</p>
        </div>
        {region !== undefined && home !== null && (
          <>
            <nav aria-label={t("footer.label")}>
              <ul>
                <FooterLink href={`${home}/help`}>{t("help.title")}</FooterLink>
                <FooterLink href={`${home}/accessibility`}>{t("a11y.title")}</FooterLink>
                <FooterLink href={`/${locale}`}>{t("region.change")}</FooterLink>
              </ul>
            </nav>
            <p>
              <span className="block font-semibold">{t("help.support")}</span>
              <Link
                href={`tel:${region.supportPhone}`}
                className="tabular inline-flex min-h-11 items-center text-base"
              >
                {groupPhone(region.supportPhone)}
              </Link>
            </p>
          </>
        )}
      </div>
    </footer>
  );
}

function FooterLink({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <li>
      <Link href={href} className="inline-flex min-h-11 items-center">
        {children}
      </Link>
    </li>
  );
}
