import { z } from "zod";

/**
 * Every job of the portal with its payload. A payload holds identifiers only: what a job needs it reads when it runs,
 * and nothing personal waits in the queue's table.
 */
export const jobPayloads = {
  /** Makes the PDF of an issued document. */
  "render-document": z.strictObject({ regionId: z.int(), documentId: z.uuid() }),
  /** Sends one message of the outbox. */
  "send-message": z.strictObject({ messageId: z.uuid() }),
  /** Writes down what a transport told of a message that it took. */
  "record-receipt": z.strictObject({
    transportId: z.string().min(6).max(200),
    state: z.enum(["delivered", "failed", "expired"]),
  }),
  /** Ends messages that are too old, and gives a job to every waiting one that has none. */
  "send-waiting": z.strictObject({}),
  /** Asks the state registers that did not answer at submission. */
  "check-registers": z.strictObject({ regionId: z.int(), applicationId: z.uuid() }),
  /** Looks up again whether a certificate had been revoked when it signed. */
  "recheck-signature": z.strictObject({ evidenceId: z.uuid() }),
  /** Fetches the timestamp over a signature that the service did not give at once. */
  "timestamp-signature": z.strictObject({ evidenceId: z.uuid() }),
  /** Asks again for everything that the evidence of applications lacks. */
  "complete-evidence": z.strictObject({}),
  /** Has a stored file scanned about which the virus scanner was silent. */
  "scan-attachment": z.strictObject({ regionId: z.int(), attachmentId: z.uuid() }),
  /** Adds that job again for every file that still waits for it. */
  "scan-what-waits": z.strictObject({}),
  /** Looks at what signatures and deadlines hang on, and warns before it ends. */
  "watch-trust": z.strictObject({}),
  /** Asks families whether the place is still needed, and takes off those that did not answer. */
  "watch-interest": z.strictObject({}),
  /** Brings the public logs up to the ledger, in case no worker does it by the second. */
  "sequence-log": z.strictObject({}),
  /** Proves that the queue's rows follow from the ledger, and raises the alarm where they do not. */
  "check-ledger": z.strictObject({}),
  /** Writes the moves of queues in months that are over in few bytes, for the stories of long times. */
  "pack-months": z.strictObject({}),
  /** Counts the ledgers into what forecasts and statistics read, and tests the forecasts against the past. */
  "prepare-statistics": z.strictObject({}),
  /** Does what is due to applications at this minute: corrections, ends of holds, ends by age. */
  "keep-deadlines": z.strictObject({}),
  /** Ends confirmed privileges whose paper's term is over, where the policy says so, and tells of those that end soon. */
  "expire-privileges": z.strictObject({}),
  /** Asks the state registers again about families that wait. */
  "ask-registers-again": z.strictObject({}),
  /** Tells families of an end by age, and the office of objections that wait too long. */
  "warn-of-ends": z.strictObject({}),
  /** Deletes what has outlived its use: counts of attempts, used tickets, forgotten drafts and uploads. */
  sweep: z.strictObject({}),
} as const;

export type JobName = keyof typeof jobPayloads;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobPayloads)[Name]>;
