/** The order of architecture.md §1: a room imports only rooms that stand above it here, and `db/`. */
export const rooms = [
  "platform",
  "identity",
  "calendar",
  "i18n",
  "access",
  "registries",
  "eds",
  "storage",
  "messaging",
  "jobs",
  "audit",
  "regions",
  "people",
  "documents",
  "notifications",
  "kindergartens",
  "privileges",
  "queue",
  "applications",
  "allocation",
  "enrolment",
  "transparency",
  "reports",
  "sign-in",
] as const;

/** The roof: imports rooms, and nothing of the house imports it. */
export const roof = ["front", "worker", "operator", "demo"] as const;

export type Source = { readonly path: string; readonly text: string };

/** The modules a file imports, as written. */
export function importsOf(text: string): string[] {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const found = withoutComments.matchAll(
    /(?:^|[;\n])\s*(?:import|export)\s[^;"']*?from\s*["']([^"']+)["']|import\s*\(?\s*["']([^"']+)["']/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? "");
}

/** What is wrong with the imports of one file, in words; empty when nothing is. */
export function importProblems({ path, text }: Source): string[] {
  const from = placeOf(path);
  return importsOf(text).flatMap((imported) => {
    const to = placeOf(resolveImport(path, imported));
    const problem = judge(from, to, imported);
    return problem ? [`${path}: ${problem} (${imported})`] : [];
  });
}

type Place = {
  readonly kind: "room" | "roof" | "db" | "app" | "tests" | "outside";
  readonly name: string;
};

function placeOf(path: string): Place {
  const [top = "", name = ""] = path.split("/");
  if (top === "app" || path === "proxy.ts" || path === "instrumentation.ts")
    return { kind: "app", name: "" };
  if (top === "db") return { kind: "db", name: "" };
  if (top === "tests") return { kind: "tests", name: "" };
  if (top !== "lib") return { kind: "outside", name: path };
  return { kind: (roof as readonly string[]).includes(name) ? "roof" : "room", name };
}

function judge(from: Place, to: Place, imported: string): string | undefined {
  const ofNext = /^(next(\/|$)|next-auth(\/|$)|next-intl\/server|server-only$)/.test(imported);
  if (ofNext && (from.kind === "room" || from.kind === "db"))
    return "runs in worker and CLI too, where there is no Next";
  if (ofNext && from.kind === "roof" && from.name !== "front") return "only the front knows Next";
  if (to.kind === "tests" && from.kind !== "tests") return "imports a test";
  if (to.kind === "app" && from.kind !== "app") return "imports a page";
  if (to.kind === "roof" && (from.kind === "room" || from.kind === "db")) return "imports the roof";
  if (to.kind === "roof" && from.kind === "app" && to.name !== "demo") return "imports the roof";
  if (from.kind === "room" && to.kind === "room" && from.name !== to.name) {
    const order: readonly string[] = rooms;
    if (!order.includes(from.name) || !order.includes(to.name))
      return "is in a room that the plan does not know";
    if (order.indexOf(to.name) > order.indexOf(from.name))
      return `${from.name} stands above ${to.name}`;
  }
  return undefined;
}

function resolveImport(path: string, imported: string): string {
  if (imported.startsWith("#")) return imported.slice(1);
  if (!imported.startsWith(".")) return `npm:${imported}`;
  const parts = path.split("/").slice(0, -1);
  for (const part of imported.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
