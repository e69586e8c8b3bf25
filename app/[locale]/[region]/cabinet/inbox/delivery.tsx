import { classNames } from "#app/_ui/class-names.ts";
import { Icon, type IconName } from "#app/_ui/icon.tsx";
import { formatDateTime } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import type { Delivery, InboxMessage } from "#lib/notifications/inbox.ts";

type DeliveryProps = {
  readonly locale: Locale;
  readonly message: Pick<InboxMessage, "deliveries" | "forgotten">;
};

const marks: Readonly<Record<Delivery["state"], IconName>> = {
  queued: "clock",
  morning: "clock",
  sent: "arrow",
  delivered: "check",
  failed: "stop",
  expired: "stop",
};

/** Each way a message went, and what became of it: one line each, the mark never speaking alone. */
export function DeliveryLine({ locale, message }: DeliveryProps) {
  const t = translator(locale);
  const { deliveries, forgotten } = message;
  if (deliveries.length === 0) {
    const words = forgotten ? t("inbox.forgotten") : t("inbox.onlyHere");
    return <p className="text-sm text-ink-soft">{words}</p>;
  }
  return (
    <ul aria-label={t("inbox.delivery")} className="grid gap-1 text-sm">
      {deliveries.map((each, index) => {
        const lost = each.state === "failed" || each.state === "expired";
        return (
          <li key={index} className="flex items-start gap-2">
            <Icon
              name={marks[each.state]}
              className={classNames(
                "mt-0.5 size-[1.2em] shrink-0",
                lost ? "text-stop" : each.state === "delivered" ? "text-done" : "text-ink-soft",
              )}
            />
            <span className="min-w-0 wrap-anywhere">
              {channelWords(t, each)}: {stateWords(t, each)}
            </span>
          </li>
        );
      })}
      {/* Once, however many ways wait. */}
      {deliveries.some(({ state }) => state === "morning") && (
        <li className="text-ink-soft">{t("inbox.night")}</li>
      )}
    </ul>
  );
}

function channelWords(t: Translator, { channel, to }: Delivery): string {
  return t(`inbox.channel.${channel}`, { to });
}

function stateWords(t: Translator, { channel, state, at, failure }: Delivery): string {
  const time = at === null ? "" : formatDateTime(at);
  const said = t(`inbox.state.${state}`, { time });
  if (failure === null) return said;
  const why = failure === "rejected" && channel === "email" ? "noAddress" : failure;
  return `${said}, ${t(`inbox.failure.${why}`)}`;
}
