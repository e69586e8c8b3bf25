import type { Metadata } from "next";
import { notFound } from "next/navigation";

import type { PortalPageProps } from "#app/_request/page-props.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { ErrorSummary } from "#app/_ui/error-summary.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { translator } from "#lib/i18n/translate.ts";
import { newId } from "#lib/platform/ids.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { type DeedParams, type DeedPlace, loadDeed } from "../../_deeds/load-deed.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";
import { ChosenList } from "../../_wishes/chosen-list.tsx";
import { type Choosing, loadChoosing } from "../../_wishes/load-choosing.ts";
import { RegisterSearch, Replacing } from "../../_wishes/register-search.tsx";
import { readWishQuery, wishSearchOf } from "../../_wishes/wish-query.ts";
import { changeWords } from "../../_wishes/wish-words.ts";
import { refusalWords } from "../../_wishes/refusal-words.ts";
import { saveWishes } from "./actions.ts";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "choices.title");
}

/**
 * «Желаемые детские сады»: the list in its order, what would change, and the register to choose from. Every press but
 * the last one is a question, whose answer is this page with another list in its address.
 */
export default async function WishesPage({ params, searchParams }: PageProps) {
  const query = readWishQuery(await searchParams);
  const begun =
    query.list === null
      ? ""
      : wishSearchOf({ version: query.version ?? 0, list: query.list, search: query.search });
  const deed = await loadDeed(params, "wishes", begun);
  const choosing = await loadChoosing(deed, query);
  if (choosing === null) notFound();
  return (
    <DeedPage still deed={deed} title="choices.title">
      {!choosing.view.open ? (
        <DeedClosed deed={deed} />
      ) : (
        <Choose deed={deed} choosing={choosing} />
      )}
    </DeedPage>
  );
}

type ChooseProps = { readonly deed: DeedPlace; readonly choosing: Choosing };

function Choose({ deed, choosing }: ChooseProps) {
  const { place, application } = deed;
  const { view, address, lines, found, all, query } = choosing;
  const { root, locale } = place;
  const t = translator(locale);
  const action = `${root}${deedPath(application.number, "wishes")}`;
  const replaced = lines.find(({ slug }) => slug === address.insteadOf);
  const full = lines.length >= view.max && replaced === undefined;
  const refusal = refusalWords(t, choosing);
  return (
    <div
      data-wishes=""
      data-page-script="/wishes.js"
      className="grid grid-cols-[minmax(0,1fr)] gap-6"
    >
      <ErrorSummary title={t("error.summaryTitle")} errors={refusal === null ? [] : [refusal]} />
      <div className="grid gap-3">
        <p>{t(`wishes.meaning.${view.regime}`)}</p>
        {view.regime === "choices" && <p>{t("wishes.only")}</p>}
        <p className="font-semibold">{t("wishes.placeStays")}</p>
        {view.twins.length > 0 && <p>{t("wishes.twins", { numbers: view.twins.join(", ") })}</p>}
      </div>
      <section aria-labelledby="list" className="grid scroll-mt-4 gap-3">
        <div>
          <h2 id="list" className="text-xl">
            {t("wishes.yours")}
          </h2>
          <p className="text-sm text-ink-soft">
            {t("wishes.count", { n: lines.length, max: view.max })}
          </p>
        </div>
        {choosing.said !== null && (
          <output
            tabIndex={-1}
            {...(refusal === null && { "data-answer": "" })}
            className="block font-medium"
          >
            {choosing.said}
          </output>
        )}
        {lines.length === 0 ? (
          <p>{t("wishes.empty")}</p>
        ) : (
          <ChosenList t={t} action={action} address={address} lines={lines} />
        )}
      </section>
      <Changes deed={deed} choosing={choosing} />
      <section aria-labelledby="find" className="grid scroll-mt-4 gap-4">
        <h2 id="find" className="text-xl">
          {t("wishes.find")}
        </h2>
        {replaced !== undefined && (
          <Replacing t={t} action={action} address={address} name={replaced.name} />
        )}
        {full && <p>{t("wishes.full")}</p>}
        {all.length === 0 ? (
          <p>{t("wishes.noKindergartens")}</p>
        ) : (
          <RegisterSearch
            t={t}
            root={root}
            action={action}
            address={address}
            search={query.search}
            found={found}
            districts={choosing.districts}
            child={choosing.child}
            takes={!full}
          />
        )}
      </section>
      <Save deed={deed} choosing={choosing} />
    </div>
  );
}

/** «Что изменится», in words; nothing while the list is as it was saved. */
function Changes({ deed, choosing }: ChooseProps) {
  const t = translator(deed.place.locale);
  const before = choosing.view.wishes.map(({ slug }) => slug);
  const words = changeWords(t, before, choosing.address.list, choosing.nameOf);
  if (words.length === 0) return null;
  return (
    <Alert tone="wait" title={t("wishes.changes")}>
      <ul className="list-disc space-y-1 ps-6">
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      <p>{t("wishes.unsaved")}</p>
    </Alert>
  );
}

function Save({ deed, choosing }: ChooseProps) {
  const { place, actor, application, path } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { version, list } = choosing.address;
  const { number } = application;
  const saved = choosing.view.wishes.map(({ slug }) => slug);
  const same = saved.join() === list.join();
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  const back = `${root}${applicationPath(number)}`;
  if (!authorize(actor, "application.wishes", owner).ok)
    return <StepUp place={place} path={path} />;
  if (same) {
    return (
      <p>
        <LinkButton href={back} look="secondary" wide>
          {t("wishes.back")}
        </LinkButton>
      </p>
    );
  }
  const chosen = { slugs: [...list], version, idempotencyKey: newId() };
  return (
    <form action={saveWishes.bind(null, locale, portal.slug, number, chosen)}>
      <BottomBar>
        <LinkButton href={back} look="secondary">
          {t("wishes.keep")}
        </LinkButton>
        <Button>{t("wishes.save")}</Button>
      </BottomBar>
    </form>
  );
}
