import { Button } from "#app/_ui/button.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { formatDateTime } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { OutboxMessage } from "#lib/notifications/views.ts";
import { Lang, type PartProps } from "./part.tsx";

type OutboxListProps = PartProps & {
  readonly messages: readonly OutboxMessage[];
  readonly to: string;
};

/** What would have gone to people: each message as its reader would see it. */
export function OutboxList({ locale, messages, to }: OutboxListProps) {
  const t = translator(locale);
  return (
    <>
      <form action="/demo#outbox" className="grid max-w-form grid-cols-[minmax(0,1fr)] gap-4">
        <Lang locale={locale} />
        <TextField
          unfailing
          name="to"
          label={t("demo.outbox.to")}
          defaultValue={to}
          example="+77770001199"
          required={false}
          autoComplete="off"
          width="short"
        />
        <div>
          <Button look="secondary">{t("demo.outbox.show")}</Button>
        </div>
      </form>
      {messages.length === 0 ? (
        <p className="mt-4">{t("demo.outbox.none")}</p>
      ) : (
        <ul className="mt-4 grid max-w-text gap-3">
          {messages.map((each) => (
            <li key={each.id} className="rounded-card border border-line bg-surface p-4">
              <p className="tabular text-sm text-ink-soft">
                {formatDateTime(each.createdAt)} ·{" "}
                {t(`inbox.channel.${each.channel}`, { to: each.to })}
              </p>
              {each.state === "queued" && each.notBefore !== null && (
                <p className="text-sm text-wait-ink">
                  {t("inbox.state.morning", { time: formatDateTime(each.notBefore) })}
                </p>
              )}
              <div lang={each.locale} className="mt-1 wrap-anywhere">
                {each.subject !== null && <p className="font-semibold">{each.subject}</p>}
                <p className="whitespace-pre-line">{each.text}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
