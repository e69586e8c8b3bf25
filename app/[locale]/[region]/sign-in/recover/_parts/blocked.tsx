import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { maskIin } from "#lib/identity/iin.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { stepPath } from "../../_steps/visitor.ts";

type BlockedProps = {
  readonly place: PortalPage;
  readonly iin: string;
  readonly returnTo: string | null;
};

/** What to do when the way by answers is closed, and that the others are open. */
export function Blocked({ place: { locale, portal, root }, iin, returnTo }: BlockedProps) {
  const t = translator(locale);
  const office = { address: portal.officeAddress[locale], phone: groupPhone(portal.supportPhone) };
  return (
    <>
      <Alert tone="stop">
        <p>{t("recover.blocked", { iin: maskIin(iin), ...office })}</p>
        <p>{portal.officeHours[locale]}</p>
      </Alert>
      <p>{t("recover.onlyThisWay")}</p>
      <p>
        <LinkButton href={stepPath(root, "", returnTo)} wide>
          {t("recover.otherWays")}
        </LinkButton>
      </p>
    </>
  );
}
