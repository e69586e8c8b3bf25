"use server";

import { beginAction } from "#app/_request/action.ts";
import { checkQueue } from "#lib/applications/check.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { QueuePlace } from "#lib/queue/views.ts";
import { answerWords } from "./answer.ts";
import type { CheckState } from "./check-form.tsx";
import { type ForecastWords, forecastWords } from "./forecast-words.ts";

// Longer than any IIN or code with its spaces; what is beyond it was not typed by hand.
const longest = 40;

/** «Проверить». The answer stays on the page: neither IIN nor code comes into an address. */
export async function checkPlace(
  localeArgument: Locale,
  regionSlug: string,
  before: CheckState,
  form: FormData,
): Promise<CheckState> {
  const { locale, portal, now, address } = await beginAction(localeArgument, regionSlug);
  const values = { childIin: textOf(form, "childIin"), secondFact: textOf(form, "secondFact") };
  const checked = await checkQueue({ regionId: portal.id, ...values, address }, now);
  const t = translator(locale);
  const forecasts = new Map<QueuePlace, ForecastWords>();
  for (const { place } of checked.ok ? checked.value : []) {
    const root = `/${locale}/${portal.slug}`;
    if (place !== null) forecasts.set(place, await forecastWords(t, place, { root, now }));
  }
  return {
    answer: answerWords(t, checked, now, forecasts),
    values,
    round: (Number(before?.round) || 0) + 1,
  };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, longest) : "";
}
