import type { Tx } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";

/** What can happen to an entry of a queue; each kind is told to the family in a sentence of its own. */
export type QueueEventKind =
  | "registered"
  | "privilege-claimed"
  | "privilege-confirmed"
  | "privilege-refused"
  | "moved"
  | "held"
  | "released"
  | "turn-came"
  | "referred"
  | "enrolled"
  | "withdrawn"
  | "removed"
  | "restored"
  | "register-checked"
  | "signature-checked"
  | "paper-removed"
  | "corrected";

export type QueueEventRecord = {
  readonly regionId: number;
  readonly applicationId: string;
  readonly kind: QueueEventKind;
  /** Instant, UTC. */
  readonly at: Date;
  readonly actorRole: "parent" | "officer" | "kindergarten_head" | "system" | "import";
  /** Code of the legal ground; its words are in the catalogues. */
  readonly legalGround: string;
  /** Without personal data. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** Appends to the ledger in the transaction that changes the state. There is no other way to change a queue. */
export async function appendQueueEvent(tx: Tx, event: QueueEventRecord): Promise<void> {
  await tx.insert(queueEvent).values({ ...event, data: { ...event.data } });
}
