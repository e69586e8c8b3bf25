import type { Metadata } from "next";

import { Button } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import type { ApplicationView } from "#lib/applications/journal.ts";
import { claimable } from "#lib/applications/privilege-change.ts";
import { isAtRest } from "#lib/applications/status.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { isEffective } from "#lib/privileges/rules.ts";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { type DeedParams, loadDeed } from "../../_deeds/load-deed.ts";
import { claimState, claimTones } from "../../_journal/claim-state.ts";
import { deedPath } from "../../_journal/deeds.ts";
import { categoryName } from "../../_journal/words.ts";

type PageProps = { readonly params: DeedParams };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "privilege.title");
}

/** «Льготы»: those of the application, each with «Снять льготу», and the grounds that can be added. */
export default async function PrivilegePage({ params }: PageProps) {
  const deed = await loadDeed(params, "privilege");
  const { place, application, now } = deed;
  const { locale, root } = place;
  const t = translator(locale);
  const { number, claims } = application;
  const grounds = claimable(claims, localDateOf(now));
  return (
    <DeedPage still deed={deed} title="privilege.title">
      <Claims t={t} root={root} application={application} />
      {!isAtRest(application.status) ? (
        <DeedClosed deed={deed} />
      ) : (
        grounds.length > 0 && (
          <section aria-labelledby="add" className="grid gap-4">
            <h2 id="add" className="text-xl">
              {t("journal.actions.privilege")}
            </h2>
            <p>{t("privilege.addText")}</p>
            <form action={`${root}${deedPath(number, "privilege/add")}`} className="grid gap-2">
              <Select
                name="category"
                label={t("apply.privilege.category")}
                prompt={t("apply.privilege.choose")}
                options={grounds.map(({ code }) => ({ value: code, label: categoryName(t, code) }))}
              />
              <div>
                <Button wide>{t("effect.show")}</Button>
              </div>
            </form>
          </section>
        )
      )}
    </DeedPage>
  );
}

type ClaimsProps = {
  readonly t: Translator;
  readonly root: string;
  readonly application: ApplicationView;
};

function Claims({ t, root, application: { number, status, claims } }: ClaimsProps) {
  return (
    <section aria-labelledby="mine">
      <h2 id="mine" className="mb-3 text-xl">
        {t("privilege.mine")}
      </h2>
      {claims.length === 0 ? (
        <p>{t("apply.privilege.none")}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {claims.map((claim) => (
            <li key={claim.category} className="grid gap-2 py-4">
              <p className="font-medium">{categoryName(t, claim.category)}</p>
              <p>
                <Tag tone={claimTones[claim.status]}>{claimState(t, claim.status)}</Tag>
              </p>
              {isEffective(claim.status) && isAtRest(status) && (
                <p>
                  <Link
                    href={`${root}${deedPath(number, "privilege/drop")}?category=${claim.category}`}
                    className="inline-flex min-h-11 items-center"
                  >
                    {t("privilege.drop")}
                    <span className="sr-only">: {categoryName(t, claim.category)}</span>
                  </Link>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
