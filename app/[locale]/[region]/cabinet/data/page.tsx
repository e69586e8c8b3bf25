import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Table } from "#app/_ui/table.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { formatDateTime, formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { displayName } from "#lib/identity/name.ts";
import { type Look, whoLooked } from "#lib/people/who-looked.ts";
import { listPortals } from "#lib/regions/views.ts";
import { CabinetPage } from "../_shell/cabinet-page.tsx";
import { StepUp } from "../_shell/step-up.tsx";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.data");
}

/** «Кто смотрел мои данные» and «Скачать мои данные». */
export default async function DataPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const here = `${root}/cabinet/data`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, here);
  const looks = await whoLooked(actor);
  if (!looks.ok) redirect(signInPath(portalPath, here));
  const t = translator(locale);
  const mayDownload = authorize(actor, "data.download", { ownerIds: [actor.personId] }).ok;
  const until = waitOf(queryValue(await searchParams, "until"));
  return (
    <CabinetPage
      still
      place={place}
      path="/cabinet/data"
      section="data"
      title={t("meta.page.data")}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <section aria-labelledby="looked" className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <h2 id="looked" className="text-xl">
            {t("privacy.whoLooked")}
          </h2>
          <p className="max-w-text">{t("privacy.intro")}</p>
          <Looks t={t} place={place} looks={looks.value} names={await officeNames(t)} />
        </section>
        <section aria-labelledby="download" className="grid max-w-text gap-4">
          <h2 id="download" className="text-xl">
            {t("privacy.downloadMine")}
          </h2>
          {until !== null && (
            <Alert tone="wait" role="alert">
              <p>{t("privacy.tooMany", { time: formatDateTime(until) })}</p>
            </Alert>
          )}
          <p>{t("privacy.downloadText")}</p>
          {mayDownload ? (
            <form action={`${here}/download`} method="post" className="grid gap-3">
              <Button wide>{t("privacy.downloadButton")}</Button>
              <p className="text-sm text-ink-soft">{t("privacy.downloadShared")}</p>
            </form>
          ) : (
            <StepUp place={place} path="/cabinet/data" />
          )}
        </section>
      </div>
    </CabinetPage>
  );
}

type LooksProps = {
  readonly t: Translator;
  readonly place: PortalPage;
  readonly looks: readonly Look[];
  readonly names: ReadonlyMap<number, string>;
};

function Looks({ t, place, looks, names }: LooksProps) {
  if (looks.length === 0) {
    return <EmptyState title={t("privacy.empty.title")} text={t("privacy.empty.text")} />;
  }
  const office = ({ regionId }: Look) => {
    const region = regionId === null ? undefined : names.get(regionId);
    return region === undefined ? t("privacy.platform") : t("privacy.office", { region });
  };
  return (
    <Table
      caption={t("privacy.whoLooked")}
      columns={[
        { key: "when", title: t("privacy.column.when") },
        { key: "who", title: t("privacy.column.who") },
        { key: "why", title: t("privacy.column.why") },
        { key: "about", title: t("privacy.column.about") },
      ]}
      rows={looks.map((look, index) => ({
        key: String(index),
        cells: {
          when: formatDateTimeLong(place.locale, look.at),
          who: `${t(`role.${look.role}`)}. ${office(look)}`,
          why: purposeOf(t, look.action),
          about: look.child === null ? t("privacy.me") : displayName(look.child),
        },
      }))}
    />
  );
}

function purposeOf(t: Translator, action: string): string {
  const key = `privacy.purpose.${action.replaceAll(".", "_")}`;
  return t.has(key) ? t(key) : t("privacy.purpose.other");
}

async function officeNames(t: Translator): Promise<ReadonlyMap<number, string>> {
  return new Map((await listPortals()).map(({ id, names }) => [id, names[t.locale]]));
}

/** The instant that the download's refusal put into the address, if it is one. */
function waitOf(value: string | undefined): Date | null {
  const seconds = Number(value ?? Number.NaN);
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds < 1e11
    ? new Date(seconds * 1000)
    : null;
}
