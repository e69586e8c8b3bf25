import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { interestStanding } from "#lib/applications/interest-views.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";

type RestoreOfferProps = {
  readonly t: Translator;
  readonly actor: Actor;
  readonly regionId: number;
  readonly number: string;
  readonly now: Date;
  /** The page on which it is restored. */
  readonly href: string;
};

/** On the page of an application that was taken off because nobody answered: until when the old place can be had back. */
export async function RestoreOffer({ t, actor, regionId, number, now, href }: RestoreOfferProps) {
  const found = await interestStanding(actor, { regionId, number }, now);
  if (!found.ok || found.value.state !== "removed" || found.value.refusal !== null) return null;
  return (
    <Alert tone="stop">
      <p>{t("interest.restore", { date: formatDate(t.locale, found.value.restoreUntil) })}</p>
      <p className="mt-3">
        <LinkButton href={href} wide>
          {t("interest.restoreButton")}
        </LinkButton>
      </p>
    </Alert>
  );
}
