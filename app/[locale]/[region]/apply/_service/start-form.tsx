import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/choice.tsx";
import { signInPath } from "#app/_request/actor.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { ServiceView } from "#lib/applications/wizard.ts";
import { translator } from "#lib/i18n/translate.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TypePage } from "../[queueType]/address.ts";
import { typePath } from "../_wizard/steps.ts";

type StartFormProps = {
  readonly page: TypePage;
  readonly actor: Actor;
  readonly view: Pick<ServiceView, "mayApply" | "mayType" | "mayLookUp">;
  /** The confirmation was not ticked. */
  readonly unconfirmed: boolean;
};

/** «Подтверждаю ознакомление с Алгоритмом» and «Подать заявку»; for a visitor the way in, for a sign-in too light to type the way up. */
export function StartForm({ page, actor, view, unconfirmed }: StartFormProps) {
  const { locale, portal, root, queueType } = page;
  const t = translator(locale);
  const here = typePath(root, queueType);
  const portalPath = { locale, regionSlug: portal.slug };
  if (actor.kind !== "person") {
    return (
      <>
        <p className="max-w-text">{t("service.signInFirst")}</p>
        <BottomBar>
          <LinkButton href={signInPath(portalPath, here)} icon="key" wide>
            {t("signin.enter")}
          </LinkButton>
        </BottomBar>
      </>
    );
  }
  if (!view.mayType) {
    return (
      <>
        <p className="max-w-text">{t("signin.stepUpWhy.held")}</p>
        <BottomBar>
          <LinkButton href={signInPath(portalPath, here)} icon="key" wide>
            {t("signin.enter")}
          </LinkButton>
        </BottomBar>
      </>
    );
  }
  if (!view.mayApply) return null;
  return (
    <form action={`${here}/start`} method="post" noValidate>
      {/* New with every page: pressed twice, or sent again after a lost answer, it opens one draft. */}
      <input type="hidden" name="key" value={newId()} />
      {!view.mayLookUp && (
        <Alert className="mb-4">
          <p>{t("apply.light.start")}</p>
        </Alert>
      )}
      <Checkbox
        name="confirmed"
        value="on"
        label={t("apply.confirm")}
        error={unconfirmed ? t("apply.error.algorithm-needed") : undefined}
      />
      <BottomBar>
        <Button icon="arrow" iconAfter wide>
          {t("apply.start")}
        </Button>
      </BottomBar>
    </form>
  );
}
