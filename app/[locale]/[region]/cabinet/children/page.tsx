import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { myApplications } from "#lib/applications/journal.ts";
import { translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { CabinetPage } from "../_shell/cabinet-page.tsx";
import { ApplicationCard } from "../applications/_journal/application-card.tsx";
import { interestWindows } from "../applications/_journal/interest-windows.ts";
import { byChild } from "./by-child.ts";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.children");
}

/** The children of the person's applications here, and where each of them stands. */
export default async function ChildrenPage({ params }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const here = `${root}/cabinet/children`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, here);
  const now = await currentInstant();
  const list = await myApplications(actor, portal.id, now);
  if (!list.ok) {
    if (list.code === "not-yours") notFound();
    redirect(signInPath(portalPath, here));
  }
  const t = translator(locale);
  const children = byChild(list.value);
  const types = list.value.map((line) => line.queueType);
  const windows = await interestWindows(portal.id, types, now);
  const apply = (
    <LinkButton href={`${root}/apply`} wide>
      {children.length === 0 ? t("apply.start") : t("apply.done.another")}
    </LinkButton>
  );
  return (
    <CabinetPage
      still
      place={place}
      path="/cabinet/children"
      section="children"
      title={t("meta.page.children")}
      {...(children.length > 0 && { lead: t("journal.children.intro") })}
    >
      {children.length === 0 ? (
        <EmptyState title={t("journal.children.empty")} text={t("journal.children.emptyText")}>
          {apply}
        </EmptyState>
      ) : (
        <div className="grid max-w-text gap-10">
          {children.map((child) => (
            <section key={child.childId} aria-labelledby={`child-${child.childId}`}>
              <h2 id={`child-${child.childId}`} className="mb-4 text-xl">
                {displayFullName(child.name)}
              </h2>
              <ul className="grid gap-4">
                {child.lines.map((line) => (
                  <li key={line.number}>
                    <ApplicationCard
                      place={place}
                      line={line}
                      now={now}
                      windowDays={windows.get(line.queueType) ?? 0}
                      unnamed
                    />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <p>{apply}</p>
        </div>
      )}
    </CabinetPage>
  );
}
