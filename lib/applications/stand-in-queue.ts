import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { privilegeClaim } from "#db/schema/applications.ts";
import { attachment } from "#db/schema/documents.ts";
import { cohortOf, localDateOf } from "#lib/calendar/local-date.ts";
import type { StoredPerson } from "#lib/people/person.ts";
import { newId } from "#lib/platform/ids.ts";
import { classOfClaims } from "#lib/privileges/rules.ts";
import { enterQueue } from "#lib/queue/commands.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import type { ApplicationContent } from "./content.ts";

/** Enters the queue with what the claims give, and takes the papers of the draft along. @returns the class in it */
export async function standInQueue(
  tx: Tx,
  made: {
    readonly regionId: number;
    readonly applicationId: string;
    readonly content: ApplicationContent;
    readonly child: StoredPerson;
    readonly policy: PolicyParameters;
  },
  now: Date,
): Promise<EntryClass> {
  const { regionId, applicationId, content, child, policy } = made;
  const claims = content.privileges.map((category) => ({ category, status: "claimed" as const }));
  const entryClass = classOfClaims(claims, localDateOf(now));
  const birthDate = child.birthDate ?? content.child.birthDate;
  if (birthDate === null) throw new Error("a child without a birth date stands in no cohort");
  const cohort = cohortOf(birthDate, policy.cohortShiftFrom);
  const districtKato = policy.districtsRequired ? (content.district?.kato ?? "") : "";
  await enterQueue(tx, [
    {
      regionId,
      applicationId,
      at: now,
      actorRole: "parent",
      legalGround: "registration",
      entry: {
        queueType: content.queueType,
        districtKato,
        cohort,
        class: entryClass,
        registeredAt: now,
      },
    },
  ]);
  await keepClaims(tx, { regionId, applicationId, entryClass }, claims, now);
  const files = content.attachments.map((each) => each.id);
  if (files.length > 0) {
    await tx
      .update(attachment)
      .set({ applicationId })
      .where(and(eq(attachment.regionId, regionId), inArray(attachment.id, files)));
  }
  return entryClass;
}

async function keepClaims(
  tx: Tx,
  where: {
    readonly regionId: number;
    readonly applicationId: string;
    readonly entryClass: EntryClass;
  },
  claims: readonly { readonly category: string; readonly status: "claimed" }[],
  now: Date,
): Promise<void> {
  const { regionId, applicationId, entryClass } = where;
  for (const { category, status } of claims) {
    const claimId = newId();
    await tx.insert(privilegeClaim).values({
      regionId,
      id: claimId,
      applicationId,
      category,
      status,
      createdAt: now,
    });
    await appendQueueEvent(tx, {
      regionId,
      applicationId,
      kind: "privilege-claimed",
      at: now,
      actorRole: "parent",
      legalGround: "privilege-claim",
      data: { claimId, category, class: entryClass },
    });
  }
}
