import { and, eq, isNull } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { attachment } from "#db/schema/documents.ts";
import { newId } from "#lib/platform/ids.ts";
import { isUuid } from "./upload-tickets.ts";

// Further papers of a registered application are collected in a draft that is never signed: the tickets, the quarantine,
// the scanner and the forms without JavaScript are those of the wizard. Handed in, its files pass to the application.

export type Supplemented = {
  readonly regionId: number;
  readonly applicationId: string;
  readonly queueType: string;
  /** Who brings the papers: an owner of the application. */
  readonly personId: string;
};

/**
 * The open collection of this person for this application; begun if there is none. The caller has authorized it and
 * holds the application's lock.
 */
export async function openSupplement(tx: Tx, of: Supplemented, now: Date): Promise<string> {
  const [open] = await tx
    .select({ id: applicationDraft.id })
    .from(applicationDraft)
    .where(
      and(
        eq(applicationDraft.regionId, of.regionId),
        eq(applicationDraft.supplements, of.applicationId),
        eq(applicationDraft.personId, of.personId),
        isNull(applicationDraft.submittedAt),
        isNull(applicationDraft.discardedAt),
      ),
    );
  if (open !== undefined) return open.id;
  const id = newId();
  await tx.insert(applicationDraft).values({
    regionId: of.regionId,
    id,
    personId: of.personId,
    queueType: of.queueType,
    data: {},
    version: 1,
    idempotencyKey: id,
    createdAt: now,
    updatedAt: now,
    supplements: of.applicationId,
  });
  return id;
}

/** Whether the id is this person's collection for this application and still open. */
export async function isOpenSupplement(
  from: Queryable,
  id: string,
  of: Omit<Supplemented, "queueType">,
): Promise<boolean> {
  return (await supplementRow(from, id, of, false)) !== undefined;
}

/**
 * The papers in a collection, by their codes, held until the transaction ends; null for one that is not there, another
 * person's or handed in already.
 */
export async function holdSupplement(
  tx: Tx,
  id: string,
  of: Omit<Supplemented, "queueType">,
): Promise<readonly string[] | null> {
  if ((await supplementRow(tx, id, of, true)) === undefined) return null;
  const files = await tx
    .select({ paper: attachment.paper })
    .from(attachment)
    .where(stands(of.regionId, id))
    // The scanner's late verdict comes before this, or finds the application and tells its family.
    .for("update");
  return [...new Set(files.map((file) => file.paper))];
}

/** Hands a held collection in: its files are the application's from now on, and it is closed for good. */
export async function handIn(
  tx: Tx,
  id: string,
  { regionId, applicationId }: Pick<Supplemented, "regionId" | "applicationId">,
  now: Date,
): Promise<void> {
  await tx.update(attachment).set({ applicationId }).where(stands(regionId, id));
  await tx
    .update(applicationDraft)
    .set({ submittedAt: now, updatedAt: now })
    .where(and(eq(applicationDraft.regionId, regionId), eq(applicationDraft.id, id)));
}

/** The papers that stand with an application, by their codes. The caller has authorized it. */
export async function papersOfApplication(
  from: Queryable,
  { regionId, applicationId }: Pick<Supplemented, "regionId" | "applicationId">,
): Promise<readonly string[]> {
  const rows = await from
    .selectDistinct({ paper: attachment.paper })
    .from(attachment)
    .where(
      and(
        eq(attachment.regionId, regionId),
        eq(attachment.applicationId, applicationId),
        eq(attachment.state, "clean"),
        isNull(attachment.removedAt),
      ),
    );
  return rows.map(({ paper }) => paper);
}

async function supplementRow(
  from: Queryable,
  id: string,
  of: Omit<Supplemented, "queueType">,
  lock: boolean,
) {
  if (!isUuid(id)) return undefined;
  const query = from
    .select({ id: applicationDraft.id })
    .from(applicationDraft)
    .where(
      and(
        eq(applicationDraft.regionId, of.regionId),
        eq(applicationDraft.id, id),
        eq(applicationDraft.supplements, of.applicationId),
        eq(applicationDraft.personId, of.personId),
        isNull(applicationDraft.submittedAt),
        isNull(applicationDraft.discardedAt),
      ),
    );
  const [row] = await (lock ? query.for("update") : query);
  return row;
}

function stands(regionId: number, draftId: string) {
  return and(
    eq(attachment.regionId, regionId),
    eq(attachment.draftId, draftId),
    eq(attachment.state, "clean"),
    isNull(attachment.removedAt),
  );
}
