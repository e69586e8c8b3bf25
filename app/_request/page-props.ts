type Query = Readonly<Record<string, string | string[] | undefined>>;

/** What Next hands to a page of a region's portal. */
export type PortalPageProps = {
  readonly params: Promise<{ readonly locale: string; readonly region: string }>;
  readonly searchParams: Promise<Query>;
};

/** One value of the address's query; a repeated name counts as absent. */
export function queryValue(query: Query, name: string): string | undefined {
  const value = query[name];
  return typeof value === "string" ? value : undefined;
}
