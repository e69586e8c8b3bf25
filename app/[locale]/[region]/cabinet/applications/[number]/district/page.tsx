import type { Metadata } from "next";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { type Effect, previewMove } from "#lib/applications/effects.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { type District, districtsOf } from "#lib/regions/views.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { EffectPanel } from "../../_deeds/effect-panel.tsx";
import { type DeedParams, type DeedPlace, loadDeed } from "../../_deeds/load-deed.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath, mayMove } from "../../_journal/deeds.ts";
import { move } from "./actions.ts";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "journal.deed.district");
}

/** «Перейти в другой район»: the district, then the number there, then the one button; and what of other regions. */
export default async function DistrictPage({ params, searchParams }: PageProps) {
  const to = queryValue(await searchParams, "to") ?? "";
  const deed = await loadDeed(params, "district");
  const { place, actor, application, now } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number } = application;
  const districts = await districtsOf(portal.id);
  const others = districts.filter((each) => each.kato !== application.district?.kato);
  const where = { regionId: portal.id, number, districtKato: to };
  const effect = to === "" ? null : await previewMove(actor, where, now);
  const isOne = effect !== null && !effect.ok && effect.code === "no-districts";
  const chosen = others.find((each) => each.kato === to) ?? null;
  return (
    <DeedPage still deed={deed} title="journal.deed.district">
      {!mayMove(application) ? (
        <DeedClosed deed={deed} />
      ) : chosen !== null && effect?.ok ? (
        <Confirm deed={deed} district={chosen} effect={effect.value} />
      ) : (
        <>
          <p>{t(isOne ? "district.one" : "district.intro")}</p>
          <SummaryList
            rows={[
              {
                term: t("district.now"),
                value: application.district?.names[locale] ?? t("common.notGiven"),
              },
            ]}
          />
          <form action={`${root}${deedPath(number, "district")}`} className="grid gap-2">
            <Select
              name="to"
              label={t("district.new")}
              prompt={t("region.district")}
              options={others.map(({ kato, names }) => ({ value: kato, label: names[locale] }))}
            />
            <div>
              <Button wide>{t("effect.show")}</Button>
            </div>
          </form>
        </>
      )}
      <OtherRegion t={t} phone={portal.supportPhone} />
    </DeedPage>
  );
}

type ConfirmProps = {
  readonly deed: DeedPlace;
  readonly district: District;
  readonly effect: Effect;
};

function Confirm({ deed, district, effect }: ConfirmProps) {
  const { place, actor, application, path, now } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number, entryClass, registeredAt, twins } = application;
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  return (
    <>
      <SummaryList
        rows={[
          {
            term: t("district.now"),
            value: application.district?.names[locale] ?? t("common.notGiven"),
          },
          { term: t("district.new"), value: district.names[locale] },
        ]}
      />
      <EffectPanel
        t={t}
        effect={effect}
        classNow={entryClass}
        registeredAt={registeredAt}
        now={now}
      />
      {twins.some((twin) => twin.together) && (
        <Alert tone="wait">
          <p>{t("district.twins")}</p>
        </Alert>
      )}
      {authorize(actor, "application.move", owner).ok ? (
        <form
          action={move.bind(null, locale, portal.slug, number, district.kato)}
          className="flex flex-col gap-3 sm:flex-row sm:flex-wrap"
        >
          <Button wide>{t("district.confirm")}</Button>
          <LinkButton href={`${root}${applicationPath(number)}`} look="secondary" wide>
            {t("district.keep")}
          </LinkButton>
        </form>
      ) : (
        <StepUp place={place} path={path} />
      )}
    </>
  );
}

function OtherRegion({ t, phone }: { readonly t: Translator; readonly phone: string }) {
  return (
    <section aria-labelledby="other-region" className="grid gap-2">
      <h2 id="other-region" className="text-xl">
        {t("district.otherTitle")}
      </h2>
      <p>{t("district.otherText")}</p>
      <p>{t("district.otherPhone", { phone: groupPhone(phone) })}</p>
    </section>
  );
}
