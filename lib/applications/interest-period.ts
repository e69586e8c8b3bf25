import { and, desc, eq } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { interestToken } from "#lib/notifications/interest-link.ts";
import { sha256Hex } from "#lib/platform/ids.ts";

export type InterestPeriod = typeof interestPeriod.$inferSelect;

type Named = Pick<InterestPeriod, "regionId" | "applicationId">;

/** Every asking of one application, the latest first. */
export async function periodsOf(
  from: Queryable,
  { regionId, applicationId }: Named,
): Promise<InterestPeriod[]> {
  return await from
    .select()
    .from(interestPeriod)
    .where(
      and(eq(interestPeriod.regionId, regionId), eq(interestPeriod.applicationId, applicationId)),
    )
    .orderBy(desc(interestPeriod.dueAt));
}

/** The asking that ends with this deadline; null while the family was neither asked nor has answered. */
export async function periodOf(
  from: Queryable,
  { regionId, applicationId }: Named,
  dueAt: Date,
): Promise<InterestPeriod | null> {
  const [row] = await from
    .select()
    .from(interestPeriod)
    .where(
      and(
        eq(interestPeriod.regionId, regionId),
        eq(interestPeriod.applicationId, applicationId),
        eq(interestPeriod.dueAt, dueAt),
      ),
    );
  return row ?? null;
}

/** The asking that the secret of a link is about, or null. */
export async function periodOfToken(
  from: Queryable,
  token: string,
): Promise<InterestPeriod | null> {
  const [row] = await from
    .select()
    .from(interestPeriod)
    .where(eq(interestPeriod.tokenHash, sha256Hex(token)));
  return row ?? null;
}

type Facts = Partial<
  Pick<InterestPeriod, "remindedDays" | "confirmedAt" | "removedAt" | "restoreUntil" | "restoredAt">
>;

/** Writes down what became of an asking. The application is locked by the caller. */
export async function keepPeriod(tx: Tx, named: Named, dueAt: Date, facts: Facts): Promise<void> {
  const { regionId, applicationId } = named;
  const tokenHash = sha256Hex(interestToken({ applicationId, dueAt }));
  await tx
    .insert(interestPeriod)
    .values({ regionId, applicationId, dueAt, tokenHash, ...facts })
    .onConflictDoUpdate({
      target: [interestPeriod.regionId, interestPeriod.applicationId, interestPeriod.dueAt],
      set: facts,
    });
}
