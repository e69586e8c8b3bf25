import { and, inArray, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { attachment } from "#db/schema/documents.ts";
import { log } from "#lib/platform/log.ts";
import type { ObjectStore } from "#lib/storage/object-store.ts";
import { objectStore } from "#lib/storage/store.ts";

const day = 24 * 60 * 60 * 1000;
const perQuery = 500;

/**
 * Deletes stored files that no row speaks of: what was posted to quarantine and never completed, and what a process
 * killed between storing and writing left behind. Only what is older than a day, so that nothing under way is touched.
 * Returns how many.
 * @param now by the clock of the storage, which dates its objects itself: the system's, not the demo's
 */
export async function sweepUploads(now: Date, store: ObjectStore = objectStore()): Promise<number> {
  const old = (modifiedAt: Date) => modifiedAt.getTime() < now.getTime() - day;
  let deleted = 0;
  for await (const { key, modifiedAt } of store.list("quarantine/")) {
    if (!old(modifiedAt)) continue;
    await store.delete(key);
    deleted += 1;
  }
  let suspects: string[] = [];
  for await (const { key, modifiedAt } of store.list("clean/")) {
    if (old(modifiedAt)) suspects.push(key);
    if (suspects.length >= perQuery) {
      deleted += await deleteUnknown(store, suspects);
      suspects = [];
    }
  }
  deleted += await deleteUnknown(store, suspects);
  if (deleted > 0) log.info("orphaned uploads deleted", { deleted });
  return deleted;
}

async function deleteUnknown(store: ObjectStore, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const originals = [...new Set(keys.map(originalOf))];
  const rows = await db()
    .select({ key: attachment.storageKey })
    .from(attachment)
    .where(and(inArray(attachment.storageKey, originals), isNull(attachment.removedAt)));
  const known = new Set(rows.map((row) => row.key));
  const orphans = keys.filter((key) => !known.has(originalOf(key)));
  for (const key of orphans) await store.delete(key);
  return orphans.length;
}

function originalOf(key: string): string {
  return key.replace(/\.preview$/, "");
}
