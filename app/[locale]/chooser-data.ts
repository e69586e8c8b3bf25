import { matches } from "#lib/i18n/search-fold.ts";
import { topTerritories } from "#lib/regions/territories.ts";
import { districtsOf, listPortals } from "#lib/regions/views.ts";
import type { District, Portal } from "#lib/regions/views.ts";

export type ServedPlace = Portal & {
  readonly districts: readonly District[];
  /** Its names in every language, and those of its districts: what the search looks through. */
  readonly search: string;
};

export type UnservedPlace = {
  readonly kato: string;
  readonly names: Portal["names"];
  readonly search: string;
};

export type Places = {
  readonly served: readonly ServedPlace[];
  readonly unserved: readonly UnservedPlace[];
};

const allNames = (names: Portal["names"]) => `${names.kk} ${names.ru} ${names.en}`;

/** The portals of this installation, and the regions of the country in which there is none, not even in a part of them. */
export async function loadPlaces(): Promise<Places> {
  const portals = await listPortals();
  const served = await Promise.all(
    portals.map(async (portal) => {
      const districts = portal.hasDistricts ? await districtsOf(portal.id) : [];
      const search = [portal.names, ...districts.map((each) => each.names)].map(allNames).join(" ");
      return { ...portal, districts, search };
    }),
  );
  const unserved = topTerritories
    .filter((region) => !portals.some((portal) => portal.kato === region.kato))
    .map(({ kato, names }) => ({ kato, names, search: allNames(names) }));
  return { served, unserved };
}

/** Only the places whose names begin with the words asked for; all of them for an empty question. */
export function findPlaces(places: Places, question: string): Places {
  if (question.trim() === "") return places;
  return {
    served: places.served.filter((place) => matches(question, place.search)),
    unserved: places.unserved.filter((place) => matches(question, place.search)),
  };
}
