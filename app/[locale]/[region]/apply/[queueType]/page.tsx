import type { Metadata } from "next";

import { Alert } from "#app/_ui/alert.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { Page } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { getActor } from "#app/_request/actor.ts";
import { queryValue } from "#app/_request/page-props.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { serviceView } from "#lib/applications/wizard.ts";
import { translator } from "#lib/i18n/translate.ts";
import { Algorithm, ServiceFacts } from "../_service/about-service.tsx";
import { cornerName } from "../_service/corner-name.ts";
import { OpenDrafts } from "../_service/open-drafts.tsx";
import { ResidenceNotice } from "../_service/residence-notice.tsx";
import { StartForm } from "../_service/start-form.tsx";
import { paperGrounds, paperName } from "../_wizard/paper-grounds.ts";
import { checks, isPageStep, typePath } from "../_wizard/steps.ts";
import { Wizard } from "../_wizard/wizard.tsx";
import { loadType, type TypePage, type TypePageProps } from "./address.ts";

type Query = Awaited<TypePageProps["searchParams"]>;

export async function generateMetadata(props: TypePageProps): Promise<Metadata> {
  const { locale, portal, queueType } = await loadType(props);
  const t = translator(locale);
  const query = await props.searchParams;
  const personal = queryValue(query, "draft") !== undefined;
  const step = queryValue(query, "step") ?? "";
  const metadata = pageMetadata({
    locale,
    path: typePath(`/${portal.slug}`, queueType),
    title:
      personal && isPageStep(step) ? t(`apply.stepTitle.${step}`) : t(`qtype.form.${queueType}`),
    region: portal.names[locale],
    description: t(`qtype.about.${queueType}`),
  });
  return personal ? { ...metadata, robots: { index: false, follow: false } } : metadata;
}

/** One of the four forms: its description, or with `?draft=&step=` a page of it. */
export default async function TypePageOrStep(props: TypePageProps) {
  const page = await loadType(props);
  const query = await props.searchParams;
  const draftId = queryValue(query, "draft");
  if (draftId === undefined) return <Intro page={page} query={query} />;
  const step = queryValue(query, "step") ?? "";
  const check = queryValue(query, "check");
  const sent = queryValue(query, "upload");
  return (
    <Wizard
      page={page}
      draftId={draftId}
      asked={isPageStep(step) ? step : "applicant"}
      check={checks.find((each) => each === check) ?? null}
      sent={sent === undefined ? null : { outcome: sent, paper: queryValue(query, "paper") ?? "" }}
    />
  );
}

async function Intro({ page, query }: { readonly page: TypePage; readonly query: Query }) {
  const { locale, portal, root, queueType } = page;
  const [actor, now] = await Promise.all([getActor(), currentInstant()]);
  const view = await serviceView(actor, portal, queueType, now);
  const t = translator(locale);
  const problem = queryValue(query, "problem");
  const unconfirmed = problem === "algorithm-needed";
  return (
    <Page
      locale={locale}
      path={typePath(`/${portal.slug}`, queueType)}
      region={portal}
      title={t(`qtype.form.${queueType}`)}
      lead={t(`qtype.about.${queueType}`)}
      crumbs={[{ label: t("apply.menu"), href: `${root}/apply` }]}
      crumb={t(`qtype.name.${queueType}`)}
      here="apply"
      person={await cornerName()}
    >
      <div className="grid gap-10">
        <div className="grid gap-4 empty:hidden">
          {unconfirmed && (
            <ErrorSummary
              title={t("error.summary", { n: 1 })}
              errors={[{ field: "confirmed", text: t("apply.error.algorithm-needed") }]}
            />
          )}
          {problem === "too-many-drafts" && (
            <Alert tone="stop" role="alert">
              <p>{t("apply.error.too-many-drafts")}</p>
            </Alert>
          )}
          {queryValue(query, "discarded") !== undefined && (
            <Alert tone="done">
              <p>{t("apply.discarded")}</p>
            </Alert>
          )}
          <ResidenceNotice locale={locale} policy={view.policy} applicant={view.applicant} />
        </div>
        <OpenDrafts place={page} drafts={view.drafts} />
        {view.papers.length > 0 && (
          <section aria-labelledby="papers" className="max-w-text">
            <h2 id="papers" className="mb-2 text-xl">
              {t("apply.papers.title")}
            </h2>
            <ul className="list-disc space-y-1 ps-6">
              {view.papers.map((paper) => (
                <li key={paper.code}>
                  {paperName(t, paper.code)}
                  <span className="block text-sm text-ink-soft">{paperGrounds(t, paper)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <ServiceFacts locale={locale} policy={view.policy} />
        <Algorithm locale={locale} />
        <StartForm page={page} actor={actor} view={view} unconfirmed={unconfirmed} />
      </div>
    </Page>
  );
}
