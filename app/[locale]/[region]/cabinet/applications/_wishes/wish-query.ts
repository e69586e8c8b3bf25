import { queryValue } from "#app/_request/page-props.ts";
import type { TeachingLanguage } from "#db/schema/kindergartens.ts";
import type { WishEdit } from "#lib/applications/wish-rules.ts";
import { teachingLanguages } from "#lib/kindergartens/register.ts";

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** What somebody is looking for in the register. */
export type WishSearch = {
  readonly text: string;
  readonly language: TeachingLanguage | null;
  readonly districtKato: string | null;
  /** Where the page of results begins. */
  readonly after: string | null;
};

/**
 * All that the page of choosing knows of its visitor: it stands in the address, so it survives «back», the change of
 * language, every error and a sign-in, and nothing is stored before «Сохранить».
 */
export type WishQuery = {
  /** The version of the list on which the choosing began; null before the first press. */
  readonly version: number | null;
  /** The list as chosen so far, slugs; null before the first press. */
  readonly list: readonly string[] | null;
  readonly search: WishSearch;
  /** The wish that the next added one replaces. */
  readonly insteadOf: string | null;
  /** The button that was pressed. */
  readonly edit: WishEdit | null;
  /** What was refused when it was to be saved, and the kindergarten that it was for. */
  readonly refused: { readonly code: string; readonly slug: string | null } | null;
};

// Slugs hold letters, digits and hyphens only.
const between = ".";
const slugShape = /^[a-z0-9-]{1,200}$/;
const mostRead = 50;

export function readWishQuery(query: Query): WishQuery {
  const slug = (name: string) => {
    const value = queryValue(query, name);
    return value !== undefined && slugShape.test(value) ? value : null;
  };
  const version = /^\d{1,9}$/.exec(queryValue(query, "v") ?? "");
  const insteadOf = slug("for");
  const code = queryValue(query, "refused");
  const language = queryValue(query, "language");
  return {
    version: version === null ? null : Number(version[0]),
    list: version === null ? null : readList(queryValue(query, "w") ?? ""),
    search: {
      text: (queryValue(query, "q") ?? "").slice(0, 100),
      language: teachingLanguages.find((each) => each === language) ?? null,
      districtKato: /^\d{9}$/.exec(queryValue(query, "district") ?? "")?.[0] ?? null,
      after: slug("after"),
    },
    insteadOf,
    edit: editOf(slug, insteadOf),
    refused: code === undefined ? null : { code, slug: slug("about") },
  };
}

function editOf(slug: (name: string) => string | null, insteadOf: string | null): WishEdit | null {
  const added = slug("add");
  if (added !== null) return { kind: "add", id: added, insteadOf };
  for (const kind of ["up", "down", "remove"] as const) {
    const id = slug(kind);
    if (id !== null) return { kind, id };
  }
  return null;
}

function readList(text: string): string[] {
  const named = text.split(between).filter((each) => slugShape.test(each));
  return [...new Set(named)].slice(0, mostRead);
}

function writeList(list: readonly string[]): string {
  return list.join(between);
}

export type WishAddress = {
  readonly version: number;
  readonly list: readonly string[];
  readonly search?: Partial<WishSearch>;
  readonly insteadOf?: string | null;
  readonly refused?: WishQuery["refused"];
};

/** The names and values that carry the choosing on, in a form's hidden fields or an address. */
export function wishFields({
  version,
  list,
  search,
  insteadOf,
  refused,
}: WishAddress): readonly (readonly [string, string])[] {
  const fields: readonly (readonly [string, string | null | undefined])[] = [
    ["v", String(version)],
    ["w", writeList(list)],
    ["q", search?.text],
    ["language", search?.language],
    ["district", search?.districtKato],
    ["after", search?.after],
    ["for", insteadOf],
    ["refused", refused?.code],
    ["about", refused?.slug],
  ];
  return fields.flatMap(([name, value]) =>
    value === undefined || value === null || (value === "" && name !== "w") ? [] : [[name, value]],
  );
}

/** `?v=2&w=…`. */
export function wishSearchOf(address: WishAddress): string {
  return `?${new URLSearchParams(wishFields(address).map(([name, value]) => [name, value])).toString()}`;
}
