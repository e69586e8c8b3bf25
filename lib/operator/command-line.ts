import { parseArgs } from "node:util";
import { closeDb } from "#db/client.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { usePortalEnvironment } from "./portal-environment.ts";

// What the operator's commands have in common: how they read what was typed, reach the portal and answer.

export const exit = { done: 0, refused: 1, usage: 2 } as const;

type Options = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

/** What was typed; null where it is no such command. */
export function read(argv: string[], options: Options) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true });
  } catch {
    return null;
  }
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Works with the database of the portal and closes it; refuses where there is none. */
export async function withPortal(json: boolean, work: () => Promise<number>): Promise<number> {
  if (!usePortalEnvironment()) {
    const words = "There is no database: set DATABASE_URL or start npm run demo";
    return refused("no-database", words, json);
  }
  try {
    return await work();
  } finally {
    await closeDb();
  }
}

/** The same for one region. */
export async function withRegion(
  slug: string,
  json: boolean,
  work: (regionId: number) => Promise<number>,
): Promise<number> {
  return await withPortal(json, async () => {
    const portal = await portalBySlug(slug);
    if (portal === null) return refused("no-region", `There is no region «${slug}»`, json);
    return await work(portal.id);
  });
}

export function say(answer: object, words: string, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `${words}\n`);
}

export function refused(code: string, detail: string, json: boolean): number {
  if (json) say({ ok: false, code, detail }, "", true);
  else process.stderr.write(`${detail}\n`);
  return exit.refused;
}

export function wrong(usage: string): number {
  process.stderr.write(`${usage}\n`);
  return exit.usage;
}
