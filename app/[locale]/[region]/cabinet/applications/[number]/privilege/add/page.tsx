import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { type Collection, collectionOf } from "#lib/applications/collection.ts";
import { type ClaimPreview, previewClaim } from "#lib/applications/effects.ts";
import { translator } from "#lib/i18n/translate.ts";
import { StepUp } from "../../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage, DeedProblems } from "../../../_deeds/deed-page.tsx";
import { EffectPanel } from "../../../_deeds/effect-panel.tsx";
import { type DeedParams, type DeedPlace, loadDeed } from "../../../_deeds/load-deed.ts";
import { PapersFields } from "../../../_deeds/papers-fields.tsx";
import { PapersList } from "../../../_deeds/papers-list.tsx";
import { deedPath } from "../../../_journal/deeds.ts";
import { categoryName, paperName } from "../../../_journal/words.ts";
import { claim, collect } from "../actions.ts";
import { againText } from "../again-text.ts";

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
  if (!preview.ok) {
    return (
      <DeedPage deed={deed} title="journal.actions.privilege">
        <DeedClosed deed={deed} />
      </DeedPage>
    );
  }
  const named = queryValue(query, "papers") ?? "";
  const collection = await collectionOf(actor, application, named, now);
  const problem = queryValue(query, "problem");
  const { againAt } = preview.value;
  const missing = missingOf(query, preview.value.papers, collection);
  return (
    <DeedPage deed={deed} title="journal.actions.privilege">
      {missing.length > 0 && (
        <DeedProblems
          t={t}
          problems={missing.map((paper) => ({
            field: `file-${paper}`,
            text: t("apply.papers.need", { paper: paperName(t, paper) }),
          }))}
        />
      )}
      {problem === "no-collection" && collection === null && (
        <Alert tone="wait" role="alert">
          <p>{t("privilege.sent")}</p>
        </Alert>
      )}
      <p className="font-semibold">{categoryName(t, category)}</p>
      <EffectPanel
        t={t}
        effect={preview.value.effect}
        classNow={application.entryClass}
        registeredAt={application.registeredAt}
        now={now}
      />
      <p>{t("privilege.addText")}</p>
      {againAt !== null && (
        <Alert tone="wait" {...(problem === "too-often" ? { role: "alert" as const } : {})}>
          <p>{againText(t, "privilege.tooOften", againAt)}</p>
          {collection !== null && collection.files.length > 0 && <p>{t("privilege.kept")}</p>}
        </Alert>
      )}
      <Claiming
        deed={deed}
        preview={preview.value}
        collection={collection}
        missing={missing}
        sent={{
          paper: queryValue(query, "paper") ?? "",
          outcome: queryValue(query, "upload") ?? "",
        }}
      />
    </DeedPage>
  );
}

type ClaimingProps = {
  readonly deed: DeedPlace;
  readonly preview: ClaimPreview;
  readonly collection: Collection | null;
  readonly missing: readonly string[];
  readonly sent: { readonly paper: string; readonly outcome: string };
};

function Claiming({ deed, preview, collection, missing, sent }: ClaimingProps) {
  const { place, actor, application, path } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number } = application;
  const { papers, category, againAt } = preview;
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  if (!authorize(actor, "application.privilege.claim", owner).ok) {
    return <StepUp place={place} path={path} />;
  }
  const send = (with_: string | null) =>
    claim.bind(null, locale, portal.slug, number, category.code, with_);
  const limited = againAt !== null;
  if (limited && collection === null) {
    return papers.length === 0 ? null : <PapersList t={t} papers={papers} />;
  }
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
  if (collection === null) {
    return (
      <form
        action={collect.bind(null, locale, portal.slug, number, category.code)}
        className="grid gap-6"
      >
        <PapersList t={t} papers={papers} />
        <div>
          <Button wide>{t("privilege.attach")}</Button>
        </div>
      </form>
    );
  }
  const query = new URLSearchParams({ category: category.code, papers: collection.id });
  return (
    <>
      <PapersFields
        deed={deed}
        papers={category.papers.filter((paper) => papers.includes(paper.code))}
        collection={collection}
        missing={missing}
        sent={sent}
        returnTo={`${root}${deedPath(number, "privilege/add")}?${query}`}
      />
      {!limited && (
        <form action={send(collection.id)}>
          <Button wide>{t("privilege.claim")}</Button>
        </form>
      )}
    </>
  );
}

/** What the last try said was missing and has not come since. */
function missingOf(
  query: Query,
  papers: readonly string[],
  collection: Collection | null,
): readonly string[] {
  if (collection === null) return [];
  const said = (queryValue(query, "missing") ?? "").split(",");
  const come = collection.files.map((file) => file.paper);
  return papers.filter((paper) => said.includes(paper) && !come.includes(paper));
}
