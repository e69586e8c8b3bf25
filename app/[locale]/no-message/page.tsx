import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { LinkButton } from "#app/_ui/button.tsx";
import { Page } from "#app/_ui/page.tsx";
import { isLocale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { answerWithStatus } from "#lib/platform/answer-status.ts";

export const dynamic = "force-dynamic";

type PageProps = { readonly params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  return { title: translator(locale)("shortLink.title"), robots: { index: false } };
}

/** Where a short address of a message leads that no message has: it may be mistyped, or the message swept. */
export default async function NoMessagePage({ params }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = translator(locale);
  answerWithStatus(404);
  return (
    <Page
      still
      locale={locale}
      path="/no-message"
      title={t("shortLink.title")}
      lead={t("shortLink.text")}
      crumbs={[]}
      width="text"
    >
      <p>
        <LinkButton href={`/${locale}`} wide>
          {t("region.choose")}
        </LinkButton>
      </p>
    </Page>
  );
}
