import { queryValue, type PortalPageProps } from "#app/_request/page-props.ts";

/** What did not go as it should, said above the form. */
const mobileProblems = [
  "not-signed",
  "screen-code",
  "not-a-code",
  "wrong-code",
  "busy",
  "late",
] as const;
export type MobileProblem = (typeof mobileProblems)[number];

/** The page of this way in; codes stand in no address. */
export function mobilePath(root: string, returnTo: string | null, problem?: MobileProblem): string {
  const query = new URLSearchParams();
  if (returnTo !== null) query.set("return", returnTo);
  if (problem !== undefined) query.set("problem", problem);
  return `${root}/sign-in/egov-mobile${query.size > 0 ? `?${query}` : ""}`;
}

export function problemIn(query: Awaited<PortalPageProps["searchParams"]>): MobileProblem | null {
  const given = queryValue(query, "problem");
  return mobileProblems.find((each) => each === given) ?? null;
}
