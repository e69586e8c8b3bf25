import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { previewGivingUp } from "#lib/applications/effects.ts";
import { translator } from "#lib/i18n/translate.ts";
import { StepUp } from "../../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../../_deeds/deed-page.tsx";
import { EffectPanel } from "../../../_deeds/effect-panel.tsx";
import { type DeedParams, loadDeed } from "../../../_deeds/load-deed.ts";
import { deedPath } from "../../../_journal/deeds.ts";
import { categoryName } from "../../../_journal/words.ts";
import { drop } from "../actions.ts";
import { againText } from "../again-text.ts";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "privilege.drop");
}

/** «Снять льготу»: the number without it, before the one button that does it. */
export default async function DropPrivilegePage({ params, searchParams }: PageProps) {
  const category = queryValue(await searchParams, "category") ?? "";
  const deed = await loadDeed(params, `privilege/drop?category=${encodeURIComponent(category)}`);
  const { place, actor, application, path, now } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number } = application;
  const where = { regionId: portal.id, number, category };
  const preview = await previewGivingUp(actor, where, now);
  if (!preview.ok && preview.code === "not-claimed") {
    redirect(`${root}${deedPath(number, "privilege")}`);
  }
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  return (
    <DeedPage still deed={deed} title="privilege.drop">
      {preview.ok ? (
        <>
          <p className="font-semibold">{categoryName(t, category)}</p>
          <p>{t("privilege.dropText")}</p>
          {preview.value.againAt !== null && (
            <Alert tone="wait">
              <p>{againText(t, "privilege.againFrom", preview.value.againAt)}</p>
            </Alert>
          )}
          <EffectPanel
            t={t}
            effect={preview.value.effect}
            classNow={application.entryClass}
            registeredAt={application.registeredAt}
            now={now}
          />
          {authorize(actor, "application.privilege.give-up", owner).ok ? (
            <form
              action={drop.bind(null, locale, portal.slug, number, category)}
              className="flex flex-col gap-3 sm:flex-row sm:flex-wrap"
            >
              <Button look="danger" wide>
                {t("privilege.drop")}
              </Button>
              <LinkButton href={`${root}${deedPath(number, "privilege")}`} look="secondary" wide>
                {t("privilege.keep")}
              </LinkButton>
            </form>
          ) : (
            <StepUp place={place} path={path} />
          )}
        </>
      ) : (
        <DeedClosed deed={deed} />
      )}
    </DeedPage>
  );
}
