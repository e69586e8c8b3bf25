import { editWishes, type WishEdit } from "#lib/applications/wish-rules.ts";
import { stateOfWish } from "#lib/applications/wish-rules.ts";
import { type WishesView, wishesView } from "#lib/applications/wish-views.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import { matching } from "#lib/kindergartens/find.ts";
import type { ListedKindergarten } from "#lib/kindergartens/register.ts";
import { kindergartenBySlug, openRegister } from "#lib/kindergartens/views.ts";
import { isQueueType, type QueueType } from "#lib/regions/queue-types.ts";
import { type District, districtsOf } from "#lib/regions/views.ts";
import type { DeedPlace } from "../_deeds/load-deed.ts";
import type { ChosenLine } from "./chosen-list.tsx";
import type { WishAddress, WishQuery } from "./wish-query.ts";
import { changeWords, nameIn } from "./wish-words.ts";

export type Choosing = {
  readonly view: WishesView;
  readonly query: WishQuery;
  /** With the list after the button that was pressed, and the version that stands now. */
  readonly address: WishAddress & { readonly insteadOf: string | null };
  readonly lines: readonly ChosenLine[];
  /** Every kindergarten that can be wished for, and those of them that the search finds. */
  readonly all: readonly ListedKindergarten[];
  readonly found: readonly ListedKindergarten[];
  readonly districts: readonly District[];
  readonly child: { readonly queueType: QueueType; readonly cohort: number | null };
  /** What the press did, in words; null where nothing was pressed or nothing came of it. */
  readonly said: string | null;
  /** The list was saved anew by somebody since the choosing began. */
  readonly overtaken: boolean;
  readonly nameOf: (slug: string) => string;
};

/** What the page of choosing shows; null where this region asks for no wishes. */
export async function loadChoosing(
  { place, actor, application, now }: DeedPlace,
  query: WishQuery,
): Promise<Choosing | null> {
  const { locale, portal } = place;
  const { number, queueType } = application;
  const seen = await wishesView(actor, { regionId: portal.id, number }, now);
  if (!seen.ok || seen.value === null || !isQueueType(queueType)) return null;
  const view = seen.value;
  const saved = view.wishes.map(({ slug }) => slug);
  const before = query.list ?? saved;
  const list = query.edit === null ? before : editWishes(before, query.edit, view.max);
  const [register, allDistricts] = await Promise.all([
    openRegister(portal.id, now),
    districtsOf(portal.id),
  ]);
  const all = register.filter((each) => stateOfWish(each, view.wisher) === "open");
  const known = new Map(register.map((each) => [each.slug, each]));
  // What is closed is not in the register any more and may be in the list all the same.
  const missing = [...new Set([...list, ...before])].filter((slug) => !known.has(slug));
  for (const slug of missing) {
    const closed = await kindergartenBySlug(portal.id, slug, now);
    if (closed !== null) known.set(slug, closed);
  }
  const nameOf = (slug: string) => {
    const names = known.get(slug)?.names;
    return names === undefined ? slug : nameIn(locale, names);
  };
  const { search } = query;
  const insteadOf = insteadAfter(query, list);
  const kept = list.filter((slug) => known.has(slug));
  const offered = new Set(all.map(({ districtKato }) => districtKato));
  return {
    view,
    query,
    address: { version: view.version, list: kept, search, insteadOf },
    lines: kept.flatMap((slug) => {
      const each = known.get(slug);
      if (each === undefined) return [];
      const { names, address } = each;
      const state = stateOfWish(each, view.wisher);
      return [{ slug, name: nameIn(locale, names), address: nameIn(locale, address), state }];
    }),
    all,
    found: matching(all, {
      text: search.text,
      language: search.language ?? undefined,
      districtKato: search.districtKato ?? undefined,
    }),
    districts: allDistricts.filter(({ kato }) => offered.has(kato)),
    child: { queueType, cohort: application.place?.key.cohort ?? null },
    said: saidOf(translator(locale), query.edit, before, list, nameOf),
    overtaken: query.version !== null && query.version !== view.version,
    nameOf,
  };
}

/** The wish to be replaced, while it is in the list. */
function insteadAfter({ insteadOf }: WishQuery, list: readonly string[]): string | null {
  return insteadOf !== null && list.includes(insteadOf) ? insteadOf : null;
}

/** What came of a press. A neighbour that had to give way is not told. */
function saidOf(
  t: Translator,
  edit: WishEdit | null,
  before: readonly string[],
  list: readonly string[],
  nameOf: (slug: string) => string,
): string | null {
  if (edit === null) return null;
  const [from, to] = [before.indexOf(edit.id) + 1, list.indexOf(edit.id) + 1];
  if (from > 0 && to > 0) {
    return from === to ? null : t("wishes.changed.moved", { from, to, name: nameOf(edit.id) });
  }
  const words = changeWords(t, before, list, nameOf);
  return words.length === 0 ? null : words.join(". ");
}
