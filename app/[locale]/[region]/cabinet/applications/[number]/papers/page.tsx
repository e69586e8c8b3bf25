import type { Metadata } from "next";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { Button } from "#app/_ui/button.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { type Collection, collectionOf } from "#lib/applications/collection.ts";
import { papersOf } from "#lib/applications/hand-in.ts";
import { isLiving } from "#lib/applications/status.ts";
import { translator } from "#lib/i18n/translate.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage, DeedProblems } from "../../_deeds/deed-page.tsx";
import { type DeedParams, type DeedPlace, loadDeed } from "../../_deeds/load-deed.ts";
import { PapersFields } from "../../_deeds/papers-fields.tsx";
import { PapersList } from "../../_deeds/papers-list.tsx";
import { deedPath } from "../../_journal/deeds.ts";
import { collect, send } from "./actions.ts";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "journal.deed.papers");
}

/** «Приложить документ»: a newer, better or missing page of what the application rests on. */
export default async function PapersPage({ params, searchParams }: PageProps) {
  const query = await searchParams;
  const deed = await loadDeed(params, "papers");
  const { place, actor, application, now } = deed;
  const t = translator(place.locale);
  const papers = papersOf(application, now);
  const named = queryValue(query, "papers") ?? "";
  const collection = await collectionOf(actor, application, named, now);
  const [first] = papers;
  const isEmpty = queryValue(query, "problem") === "no-files" && collection?.files.length === 0;
  return (
    <DeedPage deed={deed} title="journal.deed.papers">
      {!isLiving(application.status) || first === undefined ? (
        <DeedClosed deed={deed} />
      ) : (
        <>
          {isEmpty && (
            <DeedProblems t={t} problems={[{ field: `file-${first}`, text: t("papers.empty") }]} />
          )}
          <p>{t("papers.intro")}</p>
          <Bringing
            deed={deed}
            papers={papers}
            collection={collection}
            emptyAt={isEmpty ? first : null}
            sent={{
              paper: queryValue(query, "paper") ?? "",
              outcome: queryValue(query, "upload") ?? "",
            }}
          />
        </>
      )}
    </DeedPage>
  );
}

type BringingProps = {
  readonly deed: DeedPlace;
  readonly papers: readonly string[];
  readonly collection: Collection | null;
  readonly emptyAt: string | null;
  readonly sent: { readonly paper: string; readonly outcome: string };
};

function Bringing({ deed, papers, collection, emptyAt, sent }: BringingProps) {
  const { place, actor, application, path } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number } = application;
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  if (!authorize(actor, "application.papers", owner).ok) {
    return <StepUp place={place} path={path} />;
  }
  if (collection === null) {
    return (
      <form action={collect.bind(null, locale, portal.slug, number)} className="grid gap-6">
        <PapersList free t={t} papers={papers} />
        <div>
          <Button wide>{t("privilege.attach")}</Button>
        </div>
      </form>
    );
  }
  return (
    <>
      <PapersFields
        free
        deed={deed}
        papers={papers.map((code) => ({ code, validMonths: null }))}
        collection={collection}
        emptyAt={emptyAt}
        sent={sent}
        returnTo={`${root}${deedPath(number, "papers")}?papers=${collection.id}`}
      />
      <form action={send.bind(null, locale, portal.slug, number, collection.id)}>
        <Button wide>{t("papers.send")}</Button>
      </form>
    </>
  );
}
