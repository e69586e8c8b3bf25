import type { Metadata } from "next";

import { portalMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { whole } from "#app/_ui/whole.tsx";
import { translator } from "#lib/i18n/translate.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";

import { guides, questions } from "./contents.ts";

export const dynamic = "force-static";
export const revalidate = 300;

export function generateStaticParams() {
  return [];
}

type PageProps = { readonly params: Promise<{ locale: string; region: string }> };

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return portalMetadata(params, "/help", "meta.page.help");
}

/** Instructions step by step, questions and answers, the region's support phone. */
export default async function HelpPage({ params }: PageProps) {
  const { locale, portal } = await loadPortal(await params);
  const t = translator(locale);
  const phone = groupPhone(portal.supportPhone);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/help`}
      region={portal}
      title={t("help.title")}
      lead={t("help.intro")}
      crumbs={[]}
      aside={<OnThisPage t={t} />}
    >
      <div className="max-w-text">
        <section aria-labelledby="how">
          <h2 id="how" className="scroll-mt-4 text-xl">
            {t("help.guides")}
          </h2>
          <div className="mt-3 border-t border-line">
            {guides.map((guide) => (
              <Disclosure
                key={guide.name}
                id={guide.name}
                title={t(`help.guide.${guide.name}.title`)}
                open={guide.open}
              >
                <ol>
                  {guide.steps.map((step) => (
                    <li key={step}>{t(step)}</li>
                  ))}
                </ol>
                {guide.name === "ncalayer" && (
                  <p>
                    <Link
                      href={`/${locale}/${portal.slug}/help/ncalayer`}
                      className="inline-flex min-h-11 items-center"
                    >
                      {t("help.setup.title")}
                    </Link>
                  </p>
                )}
              </Disclosure>
            ))}
          </div>
        </section>
        <section aria-labelledby="questions" className="mt-12">
          <h2 id="questions" className="scroll-mt-4 text-xl">
            {t("help.questions")}
          </h2>
          <div className="mt-3 border-t border-line">
            {questions.map((question) => (
              <Disclosure key={question} id={`q-${question}`} title={t(`help.faq.${question}.q`)}>
                <p>{t(`help.faq.${question}.a`)}</p>
              </Disclosure>
            ))}
          </div>
        </section>
        <section aria-labelledby="support" className="mt-12">
          <h2 id="support" className="scroll-mt-4 text-xl">
            {t("help.support")}
          </h2>
          <p className="mt-3">
            <Link
              href={`tel:${portal.supportPhone}`}
              className="tabular inline-flex min-h-11 items-center text-lg font-semibold"
            >
              {phone}
            </Link>
          </p>
          <p className="mt-1">
            {whole(t("help.supportHours", { hours: portal.officeHours[locale] }))}
          </p>
          <p className="mt-1">
            {whole(t("help.office", { address: portal.officeAddress[locale] }))}
          </p>
          <p className="mt-3">{t("help.callCentre")}</p>
        </section>
      </div>
    </Page>
  );
}

const parts = [
  ["how", "help.guides"],
  ["questions", "help.questions"],
  ["support", "help.support"],
] as const;

function OnThisPage({ t }: { readonly t: Translator }) {
  return (
    <nav aria-label={t("help.onThisPage")} className="hidden lg:sticky lg:top-6 lg:block">
      <p className="text-sm text-ink-soft">{t("help.onThisPage")}</p>
      <ul>
        {parts.map(([id, label]) => (
          <li key={id}>
            <Link href={`#${id}`} className="inline-flex min-h-11 items-center">
              {t(label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
