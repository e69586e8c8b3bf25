import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { formatDateTime } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { holdOf } from "#lib/sign-in/phone-change-stop.ts";
import { settleHold } from "./hold-actions.ts";

type HoldNoticeProps = {
  readonly place: PortalPage;
  readonly actor: PersonActor;
  /** What the notice's own buttons led to: `confirmed`, `stopped`. */
  readonly done: string | undefined;
};

/** In the cabinet, while the phone was replaced by answers a short while ago: what waits, and how to settle it at once. */
export async function HoldNotice({ place, actor, done }: HoldNoticeProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  if (!actor.onHold) {
    if (done !== "confirmed" && done !== "stopped") return null;
    return (
      <Alert tone="done">
        <p>{done === "confirmed" ? t("recover.holdConfirmed") : t("recover.stop.doneText")}</p>
      </Alert>
    );
  }
  const hold = await holdOf(db(), actor.personId, await currentInstant());
  if (hold === null) return null;
  const back = encodeURIComponent(`${root}/cabinet`);
  return (
    <Alert tone="wait" title={t("recover.holdTitle", { phone: hold.maskedPhone })}>
      {hold.until === null ? (
        <p>{t("recover.holdUntold", { phone: groupPhone(portal.supportPhone) })}</p>
      ) : (
        <>
          <p>{t("recover.hold")}</p>
          <p>{t("recover.stop.until", { time: formatDateTime(hold.until) })}</p>
        </>
      )}
      {actor.strength === "strong" ? (
        <form
          action={settleHold.bind(null, locale, portal.slug)}
          className="flex flex-wrap gap-3 pt-2"
        >
          <Button name="mine" value="yes">
            {t("recover.holdConfirm")}
          </Button>
          <Button name="mine" value="no" look="secondary">
            {t("recover.holdStop")}
          </Button>
        </form>
      ) : (
        <p className="pt-2">
          <LinkButton href={`${root}/sign-in/eds?return=${back}`} look="secondary">
            {t("recover.holdEds")}
          </LinkButton>
        </p>
      )}
    </Alert>
  );
}
