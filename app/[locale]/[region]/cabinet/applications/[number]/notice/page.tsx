import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { noticeView } from "#lib/documents/issued-views.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { DeedParams } from "../../_deeds/load-deed.ts";
import { CabinetPage } from "../../../_shell/cabinet-page.tsx";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { issuedPath } from "../../_journal/document-paths.ts";
import { Notice } from "./notice.tsx";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await titleMetadata(params, "notice.title");
}

/** The twin of the notice's PDF: the same words on a page, in the language of the notice, and fit to be printed. */
export default async function NoticePage({ params, searchParams }: PageProps) {
  const { number, ...address } = await params;
  const place = await loadPortal(address);
  const { locale, portal, root } = place;
  const wanted = queryValue(await searchParams, "document");
  const path = `${applicationPath(number)}/notice`;
  const query = wanted === undefined ? "" : `?document=${encodeURIComponent(wanted)}`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, `${root}${path}${query}`);
  const application = await applicationView(
    actor,
    { regionId: portal.id, number },
    await currentInstant(),
  );
  // A document of another application, though one's own, is not a page of this one.
  const issued = application.ok
    ? application.value.issued.find((each) => wanted === undefined || each.id === wanted)
    : undefined;
  const found = issued === undefined ? application : await noticeView(actor, portal.id, issued.id);
  if (!found.ok && found.code !== "not-yours") {
    redirect(signInPath(portalPath, `${root}${path}${query}`));
  }
  if (!found.ok || issued === undefined || !("content" in found.value)) notFound();
  const t = translator(locale);
  return (
    <CabinetPage
      still
      place={place}
      path={`${path}${query}`}
      section="applications"
      title={t("notice.title")}
      crumbs={[
        { label: t("journal.title"), href: `${root}/cabinet/applications` },
        {
          label: t("journal.card", { number: application.ok ? application.value.number : number }),
          href: `${root}${applicationPath(number, "documents")}`,
        },
      ]}
    >
      <div className="mb-6 grid gap-3 print:hidden">
        <p className="flex flex-col gap-3 sm:flex-row">
          <LinkButton href={issuedPath(portal.slug, issued.id)} icon="download" wide>
            {t("journal.download")}
          </LinkButton>
          <LinkButton
            href={`${root}${applicationPath(number, "documents")}`}
            look="secondary"
            icon="back"
            wide
          >
            {t("journal.notice.back")}
          </LinkButton>
        </p>
        <p className="text-sm text-ink-soft">{t("journal.notice.print")}</p>
      </div>
      <Notice content={found.value.content} />
    </CabinetPage>
  );
}
