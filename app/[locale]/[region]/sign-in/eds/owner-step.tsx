import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayName } from "#lib/identity/name.ts";
import type { TicketOwner } from "#lib/sign-in/ticket.ts";

type Deed = (locale: Locale, regionSlug: string, returnTo: string | null) => Promise<void>;

type OwnerStepProps = {
  readonly place: PortalPage;
  readonly owner: TicketOwner;
  /** «Войти», and giving up this signature for another: each way in has its own. */
  readonly enter: Deed;
  readonly another: Deed;
  readonly anotherLabel: string;
};

/** Whose signature it is, before «Войти»: the last look of someone who took the key of a relative. Works without JavaScript. */
export function OwnerStep({ place, owner, enter, another, anotherLabel }: OwnerStepProps) {
  const { locale, portal } = place;
  const t = translator(locale);
  const name = displayName(owner.name);
  const iin = groupIin(owner.iin);
  return (
    <div className="grid gap-6">
      <Alert tone="done" title={t("eds.owner", { name, iin })}>
        <p>{t("signin.owner.note")}</p>
      </Alert>
      <SummaryList
        className="max-w-text"
        rows={[
          { term: t("signin.owner.name"), value: name },
          { term: t("signin.owner.iin"), value: <span className="tabular">{iin}</span> },
          {
            term: t("signin.owner.algorithm"),
            value:
              owner.algorithm === "gost-2015-512" ? t("signin.owner.gost") : t("signin.owner.rsa"),
          },
        ]}
      />
      <BottomBar>
        <form action={enter.bind(null, locale, portal.slug, owner.returnTo)} className="contents">
          <Button wide>{t("signin.enter")}</Button>
        </form>
        <form action={another.bind(null, locale, portal.slug, owner.returnTo)} className="contents">
          <Button look="quiet" wide>
            {anotherLabel}
          </Button>
        </form>
      </BottomBar>
    </div>
  );
}
