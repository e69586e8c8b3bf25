import type { Translator } from "#lib/i18n/translate.ts";
import type { HistoryLine } from "#lib/queue/views.ts";
import { storyLine } from "./story.ts";

type HistoryTabProps = { readonly t: Translator; readonly history: readonly HistoryLine[] };

/** «История изменений»: every event of the ledger, the newest first, with who did it and on what ground. */
export function HistoryTab({ t, history }: HistoryTabProps) {
  const lines = history.map((line) => storyLine(t, line)).toReversed();
  return (
    <section aria-labelledby="history" className="max-w-text">
      <h2 id="history" className="text-xl">
        {t("journal.tab.historyLong")}
      </h2>
      <p className="mt-1 text-sm text-ink-soft first-letter:uppercase">{t("date.timeZone")}</p>
      {lines.length === 0 ? (
        <p className="mt-4">{t("journal.noHistory")}</p>
      ) : (
        <ol className="mt-5 border-s-2 border-sky">
          {lines.map((line, index) => (
            <li
              key={`${line.dateTime} ${index}`}
              className="relative ps-5 pb-6 before:absolute before:-start-[7px] before:top-2 before:size-3 before:rounded-full before:bg-action last:pb-0"
            >
              <p className="tabular text-sm text-ink-soft">
                <time dateTime={line.dateTime}>{line.time}</time>
                {" · "}
                {line.who}
              </p>
              <p className="font-semibold">{line.text}</p>
              {line.detail !== null && <p>{line.detail}</p>}
              {line.ground !== null && <p className="text-sm text-ink-soft">{line.ground}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
