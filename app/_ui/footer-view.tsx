import type { Locale } from "#lib/i18n/locales.ts";

import { Link } from "./link.tsx";

type FooterViewProps = {
  readonly locale: Locale;
  /** Of the region, where the page has one. */
  readonly home: string | null;
  readonly phone: { readonly href: string; readonly text: string } | null;
  readonly words: Readonly<
    Record<
      "title" | "text" | "label" | "help" | "log" | "figures" | "look" | "change" | "support",
      string
    >
  >;
};

/** What `Footer` shows. */
export function FooterView({ locale, home, phone, words }: FooterViewProps) {
  return (
    <footer className="mt-16 border-t border-line bg-sunken text-sm print:hidden">
      <div className="mx-auto grid max-w-page gap-x-10 gap-y-6 px-4 py-8 sm:grid-cols-2 sm:px-6 lg:grid-cols-[2fr_1fr_1fr]">
        <div className="max-w-text">
          <p className="font-semibold">{words.title}</p>
          <p className="mt-1 text-ink-soft">{words.text}</p>
        </div>
        {home !== null && phone !== null && (
          <>
            <nav aria-label={words.label} className="sm:-mt-2.75">
              <ul>
                <FooterLink href={`${home}/help`}>{words.help}</FooterLink>
                <FooterLink href={`${home}/transparency`}>{words.log}</FooterLink>
                <FooterLink href={`${home}/statistics`}>{words.figures}</FooterLink>
                <FooterLink href={`${home}/accessibility`}>{words.look}</FooterLink>
                <FooterLink href={`/${locale}`}>{words.change}</FooterLink>
              </ul>
            </nav>
            <p>
              <span className="block font-semibold">{words.support}</span>
              <Link
                href={phone.href}
                className="tabular inline-flex min-h-11 items-center text-base"
              >
                {phone.text}
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
