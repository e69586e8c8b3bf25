import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { warnOfCalendar } from "#lib/calendar/in-force.ts";
import { removeByAge, warnOfAge } from "#lib/applications/age-over.ts";
import { askRegistersAgain } from "#lib/applications/ask-again.ts";
import { checkRegisters } from "#lib/applications/check-registers.ts";
import { keepCorrections } from "#lib/applications/correct.ts";
import { warnOfLateAppeals } from "#lib/applications/office-views.ts";
import { expirePrivileges } from "#lib/applications/expire-privileges.ts";
import { recheckSignature } from "#lib/applications/recheck-signature.ts";
import { releaseDueHolds } from "#lib/applications/release-due.ts";
import { tellOfLostPaper } from "#lib/applications/tell-lost-paper.ts";
import { watchInterest } from "#lib/applications/watch-interest.ts";
import { completeEvidence, timestampSignature } from "#lib/applications/timestamp-signature.ts";
import { renderDocument } from "#lib/documents/notice.ts";
import { scanAttachment, scanWhatWaits } from "#lib/documents/scan-attachments.ts";
import { sweepUploads } from "#lib/documents/sweep-uploads.ts";
import { lookAtTrust, warnOfEnds } from "#lib/eds/trust-watch.ts";
import type { JobName, JobPayload } from "#lib/jobs/names.ts";
import { recordReceipt } from "#lib/notifications/receipts.ts";
import { sendMessage } from "#lib/notifications/send-message.ts";
import { sweepMessages } from "#lib/notifications/sweep-messages.ts";
import { sendWaiting } from "#lib/notifications/send-waiting.ts";
import { inTurn } from "#lib/platform/in-turn.ts";
import { sweepAttempts } from "#lib/platform/rate-limit.ts";
import { checkLedgers } from "#lib/queue/check-ledger.ts";
import { packMonths } from "#lib/queue/pack-months.ts";
import { prepareStatistics } from "#lib/reports/prepare.ts";
import { sweepSignIn } from "#lib/sign-in/sweep.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";

export type Tasks = { readonly [Name in JobName]?: (payload: JobPayload<Name>) => Promise<void> };

/**
 * Which room does which job. A task may run twice (a worker can die after the work and before saying so): each one
 * looks first whether its work is done already.
 */
export const tasks: Required<Tasks> = {
  "render-document": renderDocument,
  "send-message": sendMessage,
  "record-receipt": async (payload) => recordReceipt(payload, await currentInstant()),
  "send-waiting": async () => sendWaiting(await currentInstant()),
  "check-registers": async (payload) => checkRegisters(payload, await currentInstant()),
  "recheck-signature": async (payload) => recheckSignature(payload, await currentInstant()),
  "timestamp-signature": async (payload) => timestampSignature(payload, await currentInstant()),
  "complete-evidence": async () => completeEvidence(await currentInstant()),
  "scan-attachment": async (payload) =>
    scanAttachment(payload, await currentInstant(), tellOfLostPaper),
  "scan-what-waits": async () => void (await scanWhatWaits()),
  "watch-trust": async () => {
    const now = await currentInstant();
    warnOfEnds(await lookAtTrust(now));
    warnOfCalendar(now);
  },
  "watch-interest": async () => void (await watchInterest(await currentInstant())),
  "check-ledger": async () => void (await checkLedgers(await currentInstant())),
  "pack-months": async () => void (await packMonths(await currentInstant())),
  "sequence-log": async () => void (await sequenceLogs(await currentInstant())),
  "prepare-statistics": async () => prepareStatistics(await currentInstant()),
  "keep-deadlines": async () => {
    const now = await currentInstant();
    await inTurn([() => keepCorrections(now), () => releaseDueHolds(now), () => removeByAge(now)]);
  },
  "ask-registers-again": async () => askRegistersAgain(await currentInstant()),
  "warn-of-ends": async () => {
    const now = await currentInstant();
    await inTurn([() => warnOfAge(now), () => warnOfLateAppeals(now)]);
  },
  "expire-privileges": async () => void (await expirePrivileges(await currentInstant())),
  sweep: async () => {
    const now = await currentInstant();
    await inTurn([
      () => sweepAttempts(db(), now),
      () => sweepSignIn(now),
      () => sweepMessages(now),
      // Stored objects carry the storage's own time, which the demo's clock does not move.
      () => sweepUploads(new Date()),
    ]);
  },
};
