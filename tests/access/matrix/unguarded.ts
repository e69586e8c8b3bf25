import { callGraph, type Source } from "./call-graph.ts";

const guard = "lib/access/authorize.ts#authorize";
const tableOfPeople = "db/schema/people.ts#person";
const verbs = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/**
 * The entries of `app` that can reach the guard by no way: `path#name` of every server action, every handler of a
 * route, and every page of the cabinet, the form and the desks.
 * @param sources of `app` and `lib`
 */
export function unguardedEntries(sources: readonly Source[]): string[] {
  const graph = callGraph(sources);
  return sources.flatMap(({ path, text }) =>
    entriesOf({ path, text }, graph.exportsOf(path))
      .filter((name) => !graph.reaches(path, name, guard))
      .map((name) => `${path}#${name}`),
  );
}

/** The entries under `folder` that can reach the table of persons. @param sources of `app` and `lib` */
export function entriesWithPeople(sources: readonly Source[], folder: string): string[] {
  const graph = callGraph(sources);
  return sources
    .filter(({ path }) => path.startsWith(folder))
    .flatMap(({ path, text }) =>
      entriesOf({ path, text }, graph.exportsOf(path))
        .filter((name) => graph.reaches(path, name, tableOfPeople))
        .map((name) => `${path}#${name}`),
    );
}

function entriesOf({ path, text }: Source, names: readonly string[]): readonly string[] {
  if (!path.startsWith("app/")) return [];
  if (/^\s*["']use server["']/mu.test(text)) return names;
  if (path.endsWith("/route.ts")) return names.filter((name) => verbs.has(name));
  const isPersonal = /^app\/\[locale\]\/\[region\]\/(?:cabinet|apply|enrol|staff)\//u.test(path);
  return isPersonal && path.endsWith("/page.tsx") ? ["default"] : [];
}
