import { auditEntry } from "#db/schema/audit.ts";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";

export type AuditSubject = { readonly kind: string; readonly id: string };

export type AuditRecord = {
  readonly actor: Actor;
  /** The action's name in lib/access. */
  readonly action: string;
  /** The role in which the actor did it; `system` for jobs. */
  readonly role: string;
  readonly regionId: number | null;
  readonly subject: AuditSubject;
  /** The person whose data it concerns, so that a parent can see who looked. */
  readonly concernsId?: string | null;
  readonly detail?: Record<string, unknown>;
  readonly requestId?: string | null;
  /** Instant, UTC. */
  readonly at: Date;
};

/** Appends one entry of who did or read what, inside the transaction of the deed. */
export async function recordAudit(tx: Tx, record: AuditRecord): Promise<void> {
  const signedIn = record.actor.kind === "person" ? record.actor : null;
  await tx.insert(auditEntry).values({
    at: record.at,
    personId: signedIn?.personId ?? null,
    sessionId: signedIn?.sessionId ?? null,
    role: record.role,
    action: record.action,
    regionId: record.regionId,
    subjectKind: record.subject.kind,
    subjectId: record.subject.id,
    concernsId: record.concernsId ?? null,
    requestId: record.requestId ?? null,
    detail: record.detail ?? {},
  });
}
