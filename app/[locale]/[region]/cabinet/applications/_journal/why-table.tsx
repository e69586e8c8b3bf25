import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Table } from "#app/_ui/table.tsx";
import { formatDateShort, formatNumber } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { Explanation } from "#lib/queue/explain.ts";
import { dayCauses, dayWords } from "./why-words.ts";
import { daysOf } from "./why-days.ts";

type WhyTableProps = { readonly t: Translator; readonly story: Explanation };

/** What the picture shows, in rows: for screen readers, and printed open. */
export function WhyTable({ t, story }: WhyTableProps) {
  const title = t("queue.why.table");
  const start = {
    key: "start",
    cells: {
      day: <Small>{formatDateShort(story.from.at)}</Small>,
      number: formatNumber(t.locale, story.from.position),
      cause: <Small>{t("queue.why.start")}</Small>,
    },
  };
  const days = daysOf(story).map((day) => ({
    key: day.from,
    cells: {
      day: <Small>{dayWords(t, day)}</Small>,
      number: formatNumber(t.locale, day.b),
      cause: <Small>{dayCauses(t, day)}</Small>,
    },
  }));
  return (
    <Disclosure title={title}>
      <Table
        caption={title}
        columns={[
          { key: "day", title: t("queue.why.day") },
          { key: "number", title: t("queue.why.effect"), number: true },
          { key: "cause", title: t("queue.why.cause") },
        ]}
        rows={[start, ...days]}
      />
    </Disclosure>
  );
}

/** The longest words of the causes stand beside a day and a number on a phone of 360 px. */
function Small({ children }: { readonly children: string }) {
  return <span className="block text-sm first-letter:uppercase sm:text-base">{children}</span>;
}
