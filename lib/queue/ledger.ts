import type { Tx } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";

/** What can happen to an entry of a queue; each kind is told to the family in a sentence of its own. */
export const queueEventKinds = [
  "registered",
  "privilege-claimed",
  "privilege-confirmed",
  "privilege-refused",
  "privilege-expired",
  "privilege-given-up",
  "moved",
  "held",
  "released",
  "turn-came",
  "referred",
  "enrolled",
  "withdrawn",
  "removed",
  "restored",
  "register-checked",
  "signature-checked",
  "paper-removed",
  "corrected",
  "refused",
  "turn-passed",
  "interest-confirmed",
  "returned-for-correction",
  "correction-sent",
  "appealed",
  "appeal-answered",
  "grouped",
  "ungrouped",
  "paper-added",
  "wishes-changed",
] as const;
export type QueueEventKind = (typeof queueEventKinds)[number];

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

/**
 * Appends what happened to an application without touching its entry in the queue, in the transaction of the deed. What
 * changes the entry goes through `commands.ts`, which writes both.
 */
export async function appendQueueEvent(tx: Tx, event: QueueEventRecord): Promise<void> {
  await appendQueueEvents(tx, [event]);
}

/** Several at once, in this order. */
export async function appendQueueEvents(
  tx: Tx,
  events: readonly QueueEventRecord[],
): Promise<void> {
  if (events.length === 0) return;
  await tx
    .insert(queueEvent)
    .values(events.map((event) => ({ ...event, data: { ...event.data } })));
}
