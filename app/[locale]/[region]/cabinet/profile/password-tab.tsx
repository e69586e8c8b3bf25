import { redirect } from "next/navigation";

import { signInPath } from "#app/_request/actor.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import type { PersonActor } from "#lib/access/actor.ts";
import { translator } from "#lib/i18n/translate.ts";
import { passwordStanding } from "#lib/sign-in/change-password.ts";
import { shortestPassword } from "#lib/sign-in/password-rules.ts";
import { StepForm } from "../../sign-in/_steps/step-form.tsx";
import { StepUp } from "../_shell/step-up.tsx";
import { savePassword } from "./password-actions.ts";
import { profileTabPath } from "./profile-tabs.tsx";

type PasswordTabProps = {
  readonly place: PortalPage;
  readonly actor: PersonActor;
  readonly done: boolean;
};

/** A new password by the old one, or by an electronic signature. */
export async function PasswordTab({ place, actor, done }: PasswordTabProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const path = profileTabPath("password");
  const standing = await passwordStanding(actor);
  if (!standing.ok) redirect(signInPath({ locale, regionSlug: portal.slug }, `${root}${path}`));
  const { exists, askOld, mayChange } = standing.value;
  const byLight = actor.strength !== "strong";
  return (
    <div className="grid max-w-text gap-6">
      {done && (
        <Alert tone="done">
          <p>{t("profile.password.done")}</p>
        </Alert>
      )}
      <h2 className="text-xl">{t("profile.password.change")}</h2>
      {!exists && <p>{byLight ? t("profile.password.noneLight") : t("profile.password.none")}</p>}
      {!mayChange && <StepUp place={place} path={path} />}
      {mayChange && (exists || !byLight) && (
        <>
          <p>{t("profile.password.others")}</p>
          <StepForm
            action={savePassword.bind(null, locale, portal.slug)}
            username={actor.iin}
            reveal={{ show: t("password.show"), hide: t("password.hide") }}
            summary={t("error.summaryTitle")}
            button={t("profile.password.change")}
            fields={[
              ...(askOld
                ? [{ kind: "password" as const, name: "old", label: t("profile.password.old") }]
                : []),
              {
                kind: "new-password",
                name: "password",
                label: t("profile.password.new"),
                hint: t("password.advice", { n: shortestPassword }),
              },
              { kind: "new-password", name: "repeat", label: t("password.repeat.label") },
            ]}
          />
        </>
      )}
    </div>
  );
}
