import { redirect } from "next/navigation";

import { signInPath } from "#app/_request/actor.ts";
import { keptTyping } from "#app/_request/kept-typing.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { PersonActor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { linkedChildren } from "#lib/people/profile.ts";
import { StepForm } from "../../sign-in/_steps/step-form.tsx";
import { StepUp } from "../_shell/step-up.tsx";
import { addChild } from "./link-actions.ts";
import { linkTyping } from "./link-typing.ts";
import { profileTabPath } from "./profile-tabs.tsx";

type LinkTabProps = {
  readonly place: PortalPage;
  readonly actor: PersonActor;
  readonly now: Date;
  /** After «Добавить»: how many applications of the child stand in this region's journal. */
  readonly linked: number | null;
};

/** «Привязка» (manual 002): the child's IIN, «Добавить», and the application is in the journal. */
export async function LinkTab({ place, actor, now, linked }: LinkTabProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const children = await linkedChildren(actor);
  if (!children.ok) {
    redirect(signInPath({ locale, regionSlug: portal.slug }, `${root}${profileTabPath("link")}`));
  }
  const kept = await keptTyping(actor, linkTyping, now);
  const mayLink = authorize(actor, "child.link").ok;
  return (
    <div className="grid max-w-text gap-8">
      {linked !== null && (
        <Alert tone="done">
          <p>{t("profile.link.ok")}</p>
          <p>{linked === 0 ? t("profile.link.none") : t("profile.link.found", { n: linked })}</p>
          <p>
            <Link
              href={linked === 0 ? `${root}/apply` : `${root}/cabinet/applications`}
              className="inline-flex min-h-11 items-center"
            >
              {linked === 0 ? t("cabinet.apply") : t("journal.title")}
            </Link>
          </p>
        </Alert>
      )}
      <section aria-labelledby="link" className="grid gap-4">
        <h2 id="link" className="text-xl">
          {t("profile.link.tab")}
        </h2>
        <p>{t("profile.link.intro")}</p>
        {mayLink ? (
          <StepForm
            action={addChild.bind(null, locale, portal.slug)}
            summary={t("error.summaryTitle")}
            button={t("profile.link.add")}
            fields={[
              {
                kind: "child-iin",
                name: "childIin",
                label: t("apply.child.iin"),
                value: kept["childIin"] ?? "",
              },
            ]}
          />
        ) : (
          <StepUp place={place} path={profileTabPath("link")} />
        )}
        <p className="text-ink-soft">{t("profile.link.both")}</p>
      </section>
      {children.value.length > 0 && (
        <section aria-labelledby="linked">
          <h2 id="linked" className="mb-3 text-xl">
            {t("profile.link.children")}
          </h2>
          <ul className="divide-y divide-line border-y border-line">
            {children.value.map((child) => (
              <li key={child.id} className="py-3">
                {displayFullName(child)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
