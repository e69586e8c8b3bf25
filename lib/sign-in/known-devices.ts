import { and, eq, lt, sql } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { knownDevice } from "#db/schema/sign-in.ts";
import { sha256Hex } from "#lib/platform/ids.ts";

/** A browser unseen for so long is a stranger again: the cookie itself lives no longer. */
export const deviceDays = 400;

const since = (now: Date) => new Date(now.getTime() - deviceDays * 24 * 60 * 60_000);

/** Whether this browser was in the person's account before. Asks the same of the database when there is no person. */
export async function isKnownDevice(
  db: Queryable,
  personId: string | null,
  deviceSecret: string | null,
  now: Date,
): Promise<boolean> {
  const rows = await db
    .select({ lastSeenAt: knownDevice.lastSeenAt })
    .from(knownDevice)
    .where(
      and(
        eq(knownDevice.personId, personId ?? "00000000-0000-0000-0000-000000000000"),
        eq(knownDevice.deviceHash, sha256Hex(deviceSecret ?? "")),
      ),
    );
  return deviceSecret !== null && rows.some((row) => row.lastSeenAt > since(now));
}

/** Writes down that this browser is in the person's account. @returns whether it was there before */
export async function rememberDevice(
  tx: Tx,
  visit: { readonly personId: string; readonly deviceSecret: string; readonly device: string },
  now: Date,
): Promise<boolean> {
  const known = await isKnownDevice(tx, visit.personId, visit.deviceSecret, now);
  await tx
    .insert(knownDevice)
    .values({
      personId: visit.personId,
      deviceHash: sha256Hex(visit.deviceSecret),
      device: visit.device,
      firstSeenAt: now,
      lastSeenAt: now,
    })
    .onConflictDoUpdate({
      target: [knownDevice.personId, knownDevice.deviceHash],
      set: { device: visit.device, lastSeenAt: sql`excluded.last_seen_at` },
    });
  return known;
}

/** Deletes the devices that count as strangers anyhow. */
export async function sweepDevices(db: Queryable, now: Date): Promise<void> {
  await db.delete(knownDevice).where(lt(knownDevice.lastSeenAt, since(now)));
}
