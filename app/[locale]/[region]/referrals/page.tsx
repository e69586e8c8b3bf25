import type { Metadata } from "next";

import { portalMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Page } from "#app/_ui/page.tsx";
import { ToyQueue } from "#app/_ui/pictures/toys.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { PolicyInForce } from "#lib/regions/policy.ts";
import { policyFor } from "#lib/regions/views.ts";

export const dynamic = "force-static";
export const revalidate = 300;

export function generateStaticParams() {
  return [];
}

type PageProps = { readonly params: Promise<{ locale: string; region: string }> };

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return portalMetadata(params, "/referrals", "meta.page.referrals");
}

/** How and when a referral is given here, by the rules in force; the giving itself comes with the bulletin. */
export default async function ReferralsPage({ params }: PageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const t = translator(locale);
  const policy = await policyFor({
    regionId: portal.id,
    queueType: "general",
    at: await currentInstant(),
  });
  const { regime } = policy.parameters;
  const act = `act.${policy.origins.regime.source.act}`;
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/referrals`}
      region={portal}
      here="referral"
      title={t("header.nav.referral")}
      lead={t(`home.referral.lead.${regime}`)}
      crumbs={[]}
      width="text"
    >
      <ToyQueue ahead={3} className="h-24 max-w-full" />
      <section aria-labelledby="way" className="prose mt-8">
        <h2 id="way">{t("home.referral.title")}</h2>
        <ol>
          {stepsOf(policy, t).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {t.has(act) && (
          <p className="text-sm text-ink-soft">{t("home.referral.source", { act: t(act) })}</p>
        )}
      </section>
      <Alert title={t("home.referral.notYet.title")} className="mt-8">
        {t("home.referral.notYet.text")}
      </Alert>
      <p className="mt-6 flex flex-col gap-3 sm:flex-row">
        <LinkButton href={`${root}/apply`} wide>
          {t("header.nav.apply")}
        </LinkButton>
        <LinkButton href={`${root}/queue`} look="secondary" wide>
          {t("header.nav.check")}
        </LinkButton>
      </p>
    </Page>
  );
}

/** The way to a place in sentences, with this region's own terms. */
function stepsOf({ parameters }: PolicyInForce, t: Translator): string[] {
  const days = (n: number, unit: "working" | "calendar") =>
    t(unit === "working" ? "date.workingDays" : "date.calendarDays", { n });
  const confirm = days(parameters.confirmDays, parameters.confirmUnit);
  const referral = days(parameters.referralWorkingDays, "working");
  switch (parameters.regime) {
    case "bulletin":
      return [
        t("home.referral.bulletin.step1"),
        t("home.referral.bulletin.step2", {
          time: days(parameters.priorityAccessDays, parameters.priorityAccessUnit),
        }),
        t("home.referral.bulletin.step3"),
        t("home.referral.bulletin.step4", { time: referral }),
      ];
    case "choices":
      return [
        t("home.referral.choices.step1", { n: parameters.maxWishes }),
        t("home.referral.choices.step2"),
        t("home.referral.choices.step3", { time: confirm }),
        t("home.referral.choices.step4", { time: referral }),
      ];
    case "voucher":
      return [
        t("home.referral.voucher.step1"),
        t("home.referral.voucher.step2", { time: confirm }),
        t("home.referral.voucher.step3", { time: days(parameters.restoreDays, "calendar") }),
        t("home.referral.voucher.step4"),
      ];
  }
}
