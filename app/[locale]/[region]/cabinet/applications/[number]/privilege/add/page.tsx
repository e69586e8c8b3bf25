import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { type Collection, collectionOf } from "#lib/applications/collection.ts";
import { type ClaimPreview, previewClaim } from "#lib/applications/effects.ts";
import { translator } from "#lib/i18n/translate.ts";
import { StepUp } from "../../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../../_deeds/deed-page.tsx";
import { EffectPanel } from "../../../_deeds/effect-panel.tsx";
import { type DeedParams, type DeedPlace, loadDeed } from "../../../_deeds/load-deed.ts";
import { deedPath } from "../../../_journal/deeds.ts";
import { categoryName, paperName } from "../../../_journal/words.ts";
import { claim, collect } from "../actions.ts";
import { PapersFields } from "./papers-fields.tsx";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};
type Query = Awaited<PageProps["searchParams"]>;

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "journal.actions.privilege");
}

/** «Добавить льготу»: what it gives, which papers it asks for, and after they have come the one button. */
export default async function AddPrivilegePage({ params, searchParams }: PageProps) {
  const query = await searchParams;
  const category = queryValue(query, "category") ?? "";
  const deed = await loadDeed(params, `privilege/add?category=${encodeURIComponent(category)}`);
  const { place, actor, application, now } = deed;
  const t = translator(place.locale);
  const where = { regionId: place.portal.id, number: application.number, category };
  const preview = await previewClaim(actor, where, now);
  if (!preview.ok && preview.code === "unknown-category") {
    redirect(`${place.root}${deedPath(application.number, "privilege")}`);
  }
  return (
    <DeedPage deed={deed} title="journal.actions.privilege">
      {preview.ok ? (
        <>
          <p className="font-semibold">{categoryName(t, category)}</p>
          <EffectPanel
            t={t}
            effect={preview.value.effect}
            registeredAt={application.registeredAt}
            now={now}
          />
          <p>{t("privilege.addText")}</p>
          <Claiming deed={deed} preview={preview.value} query={query} />
        </>
      ) : (
        <DeedClosed deed={deed} />
      )}
    </DeedPage>
  );
}

type ClaimingProps = {
  readonly deed: DeedPlace;
  readonly preview: ClaimPreview;
  readonly query: Query;
};

async function Claiming({ deed, preview, query }: ClaimingProps) {
  const { place, actor, application, path } = deed;
  const { locale, portal } = place;
  const t = translator(locale);
  const { number } = application;
  const { papers, category } = preview;
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  if (!authorize(actor, "application.privilege.claim", owner).ok) {
    return <StepUp place={place} path={path} />;
  }
  const send = (collection: string | null) =>
    claim.bind(null, locale, portal.slug, number, category.code, collection);
  if (papers.length === 0) {
    return (
      <form action={send(null)} className="grid gap-4">
        <p>{t("privilege.ready")}</p>
        <div>
          <Button wide>{t("privilege.claim")}</Button>
        </div>
      </form>
    );
  }
  const collection = await collectionOf(
    actor,
    application,
    queryValue(query, "papers") ?? "",
    deed.now,
  );
  if (collection === null) {
    return (
      <form
        action={collect.bind(null, locale, portal.slug, number, category.code)}
        className="grid gap-4"
      >
        {queryValue(query, "problem") === "no-collection" && (
          <Alert tone="wait" role="alert">
            <p>{t("privilege.sent")}</p>
          </Alert>
        )}
        <section aria-labelledby="needs">
          <h2 id="needs" className="mb-2 text-xl">
            {t("privilege.needs")}
          </h2>
          <ul className="list-disc space-y-1 ps-6">
            {papers.map((paper) => (
              <li key={paper}>{paperName(t, paper)}</li>
            ))}
          </ul>
        </section>
        <div>
          <Button wide>{t("privilege.attach")}</Button>
        </div>
      </form>
    );
  }
  const missing = missingOf(query, papers, collection);
  return (
    <>
      {missing.length > 0 && (
        <ErrorSummary
          title={t("error.summary", { n: missing.length })}
          errors={missing.map((paper) => ({
            field: `file-${paper}`,
            text: t("apply.papers.need", { paper: paperName(t, paper) }),
          }))}
        />
      )}
      <PapersFields
        deed={deed}
        category={category}
        papers={papers}
        collection={collection}
        missing={missing}
        sent={{
          paper: queryValue(query, "paper") ?? "",
          outcome: queryValue(query, "upload") ?? "",
        }}
      />
      <form action={send(collection.id)}>
        <Button wide>{t("privilege.claim")}</Button>
      </form>
    </>
  );
}

/** What the last try said was missing and has not come since. */
function missingOf(query: Query, papers: readonly string[], { files }: Collection): string[] {
  const said = (queryValue(query, "missing") ?? "").split(",");
  return papers.filter(
    (paper) => said.includes(paper) && !files.some((file) => file.paper === paper),
  );
}
