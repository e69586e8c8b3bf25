import type { Metadata } from "next";

import { Alert } from "#app/_ui/alert.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Page } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { getActor } from "#app/_request/actor.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { loadPortal } from "#app/_request/region.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { serviceView } from "#lib/applications/wizard.ts";
import { translator } from "#lib/i18n/translate.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
import { Algorithm, Privileges, ServiceFacts } from "./_service/about-service.tsx";
import { cornerName } from "./_service/corner-name.ts";
import { ResidenceNotice } from "./_service/residence-notice.tsx";
import { typePath } from "./_wizard/steps.ts";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  const { locale, portal } = await loadPortal(await params);
  const t = translator(locale);
  return pageMetadata({
    locale,
    path: `/${portal.slug}/apply`,
    title: t("meta.page.apply"),
    region: portal.names[locale],
    description: t("service.legal"),
  });
}

/** Manual 003, step 7, and the menu of manual 004: the service described, and its four forms. */
export default async function ServicePage({ params }: PortalPageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const [actor, now] = await Promise.all([getActor(), currentInstant()]);
  const { policy, categories, applicant } = await serviceView(actor, portal, "general", now);
  const t = translator(locale);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/apply`}
      region={portal}
      title={t("service.title")}
      lead={t("service.legal")}
      crumbs={[]}
      here="apply"
      person={await cornerName()}
    >
      <div className="grid gap-10">
        <ResidenceNotice locale={locale} policy={policy} applicant={applicant} />
        <section aria-labelledby="forms">
          <h2 id="forms" className="mb-3 text-xl">
            {t("service.chooseType")}
          </h2>
          <div className="grid max-w-text gap-3">
            {queueTypes.map((code) => (
              <Card key={code} href={typePath(root, code)} title={t(`qtype.form.${code}`)}>
                {t(`qtype.about.${code}`)}
              </Card>
            ))}
          </div>
          <p className="mt-3 text-sm text-ink-soft">{t("qtype.pmpk")}</p>
        </section>
        <ServiceFacts locale={locale} policy={policy} />
        <Algorithm locale={locale} />
        <Privileges locale={locale} policy={policy} categories={categories} />
        <Alert>
          <p>{t("apply.files.quality")}</p>
        </Alert>
      </div>
    </Page>
  );
}
