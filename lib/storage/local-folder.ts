import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { newId } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { assertKey, type ObjectInfo, type ObjectStore } from "./object-store.ts";
import type { ObjectBody, PutOptions } from "./object-store.ts";

// Half-written files wait here, beside the tree that is listed and read.
const unfinished = ".unfinished";

/**
 * The store of the demo, of development and of tests: a folder. A file appears whole or not at all, also after a
 * SIGKILL: it is written aside, forced to disk, then given its name. Only the portal's user may read it.
 */
export function localFolder(folder: string): ObjectStore {
  const root = resolve(folder);
  const pathOf = (key: string) => {
    assertKey(key);
    return join(root, key);
  };
  return {
    kind: "folder",

    async put(key, body, options) {
      const path = pathOf(key);
      const aside = join(root, unfinished, newId());
      await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        await writeDurably(aside, body);
        return await giveName(aside, path, options);
      } finally {
        await rm(aside, { force: true });
      }
    },

    async get(key, range) {
      const path = pathOf(key);
      // Opened before it is described, so that what is described is what is read.
      const file = await openForReading(path);
      if (file === null) return null;
      const info = describe(key, await file.stat());
      return { info, stream: file.createReadStream(range ? { ...range } : {}) };
    },

    async head(key) {
      const stats = await orNull(stat(pathOf(key)));
      return stats?.isFile() ? describe(key, stats) : null;
    },

    async delete(key) {
      await rm(pathOf(key), { force: true });
    },

    async *list(prefix) {
      const entries = await orNull(readdir(root, { recursive: true, withFileTypes: true }));
      const keys = (entries ?? [])
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
        .filter((key) => key.startsWith(prefix) && !key.startsWith(unfinished));
      for (const key of keys.toSorted()) {
        const stats = await orNull(stat(join(root, key)));
        if (stats !== null) yield describe(key, stats);
      }
    },

    uploadTarget: () => Promise.resolve(null),
  };
}

async function writeDurably(path: string, body: ObjectBody): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    const bytes = body instanceof Uint8Array;
    await file.writeFile(bytes ? body : body.stream);
    const { size } = await file.stat();
    const announced = bytes ? body.byteLength : body.size;
    if (size !== announced) throw new Error(`stored ${size} bytes of ${announced}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function giveName(
  aside: string,
  path: string,
  options: PutOptions,
): Promise<Result<undefined, "exists">> {
  if (options.onlyIfAbsent) {
    // link(2) refuses a name that is taken in one step; looking first would leave a gap.
    try {
      await link(aside, path);
    } catch (error) {
      if (codeOf(error) === "EEXIST") return fail("exists");
      throw error;
    }
  } else {
    await rename(aside, path);
  }
  await syncFolder(dirname(path));
  return ok();
}

// A new name is durable only when its folder is.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function openForReading(path: string): Promise<FileHandle | null> {
  return orNull(open(path, "r"));
}

function describe(key: string, stats: { size: number; mtime: Date }): ObjectInfo {
  return { key, size: stats.size, modifiedAt: stats.mtime };
}

async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
