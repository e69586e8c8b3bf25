import type { checkQueue, QueueAnswer } from "#lib/applications/check.ts";
import { formatDateShort, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { QueuePlace } from "#lib/queue/views.ts";
import { statusSentence } from "../cabinet/applications/_journal/words.ts";
import type { ForecastWords } from "./forecast-words.ts";
import { placeWords, type PlaceWords } from "./place-words.ts";

const checkFields = ["childIin", "secondFact"] as const;
export type CheckField = (typeof checkFields)[number];

/** One entry of the child in a queue, ready to be shown; without names and phones. */
export type FoundWords = {
  readonly key: string;
  readonly queueType: string;
  readonly status: string;
  readonly statusText: string | null;
  readonly registeredAt: string;
  readonly place: PlaceWords | null;
};

/** What the form is told. The words come ready, so that the page of the answer needs no catalogue. */
export type CheckAnswer =
  | { readonly status: "idle" }
  | {
      readonly status: "mend";
      readonly errors: readonly { readonly field: CheckField; readonly text: string }[];
    }
  | { readonly status: "refused"; readonly text: string }
  | { readonly status: "found"; readonly found: readonly FoundWords[] };

type Checked = Awaited<ReturnType<typeof checkQueue>>;

type Forecasts = ReadonlyMap<QueuePlace, ForecastWords>;

/** The room's answer in words. */
export function answerWords(
  t: Translator,
  checked: Checked,
  now: Date,
  forecasts: Forecasts = new Map(),
): CheckAnswer {
  if (checked.ok) {
    const found = checked.value.map((answer) => foundWords(t, answer, now, forecasts));
    return { status: "found", found };
  }
  switch (checked.code) {
    case "iin-length":
      return mend(
        "childIin",
        checked.detail.n === 0
          ? t("apply.problem.required.childIin")
          : t("error.iin-length", { n: checked.detail.n }),
      );
    case "iin-check-digit":
      return mend("childIin", t("error.iin-check-digit"));
    case "second-fact":
      return mend("secondFact", t("check.secondFormat"));
    case "none":
      // The sentence names both fields; the link leads to the first.
      return mend("childIin", t("check.none"));
    case "too-many": {
      const minutes = Math.ceil(checked.detail.retryAfterSeconds / 60);
      return { status: "refused", text: t("check.tooMany", { n: Math.max(1, minutes) }) };
    }
  }
}

function mend(field: CheckField, text: string): CheckAnswer {
  return { status: "mend", errors: [{ field, text }] };
}

function foundWords(
  t: Translator,
  answer: QueueAnswer,
  now: Date,
  forecasts: Forecasts,
): FoundWords {
  const { queueType, status, place, registeredAt } = answer;
  const name = `qtype.name.${queueType}`;
  return {
    key: `${queueType} ${registeredAt.toISOString()}`,
    queueType: t.has(name) ? t(name) : queueType,
    status: t(`status.${status}.label`),
    statusText: statusSentence(t, status),
    registeredAt: t("notice.utc", {
      time: `${formatDateShort(registeredAt)}, ${formatTimeWithSeconds(registeredAt)}`,
    }),
    place: place === null ? null : placeWords(t, place, now, forecasts.get(place) ?? null),
  };
}
