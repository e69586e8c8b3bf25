import { generateKeyPairSync } from "node:crypto";
import { eq } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { publicKeyOf } from "#lib/transparency/checkpoint.ts";
import { ExportAudit } from "#lib/transparency/export-audit.ts";
import { exportLog } from "#lib/transparency/views.ts";
import { appendQueueEvent, type QueueEventKind } from "#lib/queue/ledger.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";

export const now = new Date("2026-11-22T09:00:00.000Z");
export const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

/** Signs the logs of the test. */
export const key = generateKeyPairSync("ed25519").privateKey;
export const publicKey = publicKeyOf(key);

/** From now on the test's portal signs its logs. */
export function useLogKey(): void {
  useTestEnvironment({ LOG_SIGNING_KEY: key.export({ type: "pkcs8", format: "pem" }).toString() });
}

export async function applicationsOf(portal: Portal, count: number) {
  return await db()
    .select({ id: application.id, entryCode: application.entryCode })
    .from(application)
    .where(eq(application.regionId, portal.id))
    .orderBy(application.number)
    .limit(count);
}

/** One more event of an entry. */
export async function happened(
  portal: Portal,
  applicationId: string,
  kind: QueueEventKind,
  data: Readonly<Record<string, unknown>> = {},
  tx?: Tx,
): Promise<void> {
  const write = (into: Tx) =>
    appendQueueEvent(into, {
      regionId: portal.id,
      applicationId,
      kind,
      at: now,
      actorRole: "system",
      legalGround: "register-check",
      data,
    });
  await (tx === undefined ? transaction(write) : write(tx));
}

export async function exported(portal: Portal): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportLog(portal)) lines.push(line.slice(0, -1));
  return lines;
}

export function audited(lines: readonly string[], kept: readonly string[] = []) {
  const audit = new ExportAudit(publicKey);
  for (const line of lines) audit.read(line);
  return audit.verdict(kept);
}
