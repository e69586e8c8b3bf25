import type { Metadata } from "next";
import type { ReactNode } from "react";

import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { type MessageKey, translator, type Translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { CabinetPage } from "../../_shell/cabinet-page.tsx";
import { applicationPath } from "../_journal/application-tabs.ts";
import { queueTypeName } from "../_journal/words.ts";
import type { DeedParams, DeedPlace } from "./load-deed.ts";

/** The number stands in the address that asked; the name of the child does not go into a title. */
export async function deedMetadata(params: DeedParams, title: MessageKey): Promise<Metadata> {
  const { number, ...address } = await params;
  const { locale, portal } = await loadPortal(address);
  const t = translator(locale);
  const page = `${t(title)} · ${t("meta.page.application", { number })}`;
  return { title: t("meta.title", { page, region: portal.names[locale] }) };
}

type DeedPageProps = {
  readonly deed: DeedPlace;
  readonly title: MessageKey;
  /** As for the cabinet's page: nothing on it lives by its script. */
  readonly still?: boolean;
  readonly children: ReactNode;
};

/** The frame of the page of one deed: whose application it is, and the way back to it. */
export function DeedPage({ deed, title, still = false, children }: DeedPageProps) {
  const { place, application, path } = deed;
  const { locale, root } = place;
  const t = translator(locale);
  const { number } = application;
  return (
    <CabinetPage
      place={place}
      path={path}
      section="applications"
      title={t(title)}
      lead={`${displayFullName(application.child)}. ${queueTypeName(t, application.queueType)}`}
      crumbs={[
        { label: t("journal.title"), href: `${root}/cabinet/applications` },
        { label: t("journal.card", { number }), href: `${root}${applicationPath(number)}` },
      ]}
      still={still}
    >
      <div className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-6">{children}</div>
    </CabinetPage>
  );
}

type DeedProblemsProps = {
  readonly t: Translator;
  readonly problems: readonly { readonly field: string; readonly text: string }[];
};

/** The list of what to mend, at the rhythm of the page: the list keeps its own distance below. */
export function DeedProblems({ t, problems }: DeedProblemsProps) {
  return (
    <div className="-mb-6">
      <ErrorSummary title={t("error.summary", { n: problems.length })} errors={problems} />
    </div>
  );
}

/** Where the status has no such deed: that the application is closed or waits for something else, and the way back. */
export function DeedClosed({ deed }: { readonly deed: DeedPlace }) {
  const { place, application } = deed;
  const t = translator(place.locale);
  return (
    <>
      <Alert tone="info">
        <p>{t("deed.closed", { status: t(`status.${application.status}.label`) })}</p>
      </Alert>
      <p>
        <LinkButton
          href={`${place.root}${applicationPath(application.number)}`}
          look="secondary"
          wide
        >
          {t("deed.back")}
        </LinkButton>
      </p>
    </>
  );
}
