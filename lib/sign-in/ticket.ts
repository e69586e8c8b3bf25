import { and, eq, gt, isNull } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { signatureEvidence, signInTicket } from "#db/schema/eds.ts";
import { newId, newSecret, sha256Hex } from "#lib/platform/ids.ts";
import { ticketMilliseconds } from "./limits.ts";

export type Ticket = typeof signInTicket.$inferSelect;

/** What a browser shows to use its ticket: both must be right, and the portal's region too. */
export type TicketHolder = {
  readonly token: string;
  readonly browserSecret: string;
  readonly regionId: number;
};

/** Writes a ticket for a proven person. @returns the token, which is kept nowhere but in the browser. */
export async function issueTicket(
  tx: Tx,
  proof: Pick<
    Ticket,
    "regionId" | "personId" | "strength" | "method" | "evidenceId" | "returnTo"
  > & {
    readonly browserSecret: string;
  },
  now: Date,
): Promise<string> {
  const token = newSecret();
  await tx.insert(signInTicket).values({
    id: newId(),
    tokenHash: sha256Hex(token),
    browserHash: sha256Hex(proof.browserSecret),
    regionId: proof.regionId,
    personId: proof.personId,
    strength: proof.strength,
    method: proof.method,
    evidenceId: proof.evidenceId,
    returnTo: proof.returnTo,
    createdAt: now,
    expiresAt: new Date(now.getTime() + ticketMilliseconds),
  });
  return token;
}

// One condition for looking and for taking, so that the two can never disagree.
function isOpenFor(holder: TicketHolder, now: Date) {
  return and(
    eq(signInTicket.tokenHash, sha256Hex(holder.token)),
    eq(signInTicket.browserHash, sha256Hex(holder.browserSecret)),
    eq(signInTicket.regionId, holder.regionId),
    isNull(signInTicket.usedAt),
    gt(signInTicket.expiresAt, now),
  );
}

/** Takes the ticket in one statement: of two that come at once, one gets it. Null when there is none to take. */
export async function takeTicket(tx: Tx, holder: TicketHolder, now: Date): Promise<Ticket | null> {
  const [row] = await tx
    .update(signInTicket)
    .set({ usedAt: now })
    .where(isOpenFor(holder, now))
    .returning();
  return row ?? null;
}

/** The owner of the signature as the certificate names him, shown before «Войти». */
export type TicketOwner = {
  readonly personId: string;
  readonly iin: string;
  readonly name: string;
  readonly algorithm: "rsa-sha256" | "gost-2015-512";
  readonly expiresAt: Date;
  readonly returnTo: string | null;
};

/** Whose ticket this is, without taking it; null for a stranger's, used or late one alike. */
export async function ticketOwner(
  db: Queryable,
  holder: TicketHolder,
  now: Date,
): Promise<TicketOwner | null> {
  const [row] = await db
    .select({
      personId: signInTicket.personId,
      iin: signatureEvidence.signerIin,
      name: signatureEvidence.signerName,
      algorithm: signatureEvidence.algorithm,
      expiresAt: signInTicket.expiresAt,
      returnTo: signInTicket.returnTo,
    })
    .from(signInTicket)
    .innerJoin(signatureEvidence, eq(signatureEvidence.id, signInTicket.evidenceId))
    .where(isOpenFor(holder, now));
  return row ?? null;
}
