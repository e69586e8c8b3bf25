import type { ListedGroup, ListedKindergarten } from "#lib/kindergartens/register.ts";

export function group(more: Partial<ListedGroup> = {}): ListedGroup {
  return {
    id: "g",
    names: null,
    queueType: "general",
    language: "kk",
    cohortFrom: 2022,
    cohortTo: 2022,
    capacity: 20,
    ...more,
  };
}

export function garden(more: Partial<ListedKindergarten> = {}): ListedKindergarten {
  return {
    id: "k",
    slug: "8-ainalaiyn",
    names: { kk: "№ 8 «Айналайын»", ru: "№ 8 «Айналайын»" },
    districtKato: null,
    address: { kk: "Абай көшесі, 1-үй", ru: "ул. Абая, д. 1" },
    point: null,
    phone: null,
    email: null,
    site: null,
    ownership: "state",
    languages: ["kk"],
    queueTypes: ["general"],
    hours: null,
    openedOn: null,
    closedOn: null,
    groups: [],
    ...more,
  };
}
