import { transaction } from "#db/client.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { subjectOf } from "./codes.ts";
import type { Entry } from "./enter.ts";

export type RefusedEntry = {
  readonly regionId: number;
  readonly way: "code" | "password" | "one-time" | "staff";
  /** Why, as the command's code says it. */
  readonly code: string;
  /** IIN or login, in clear; only its pseudonym is written. */
  readonly subject: string;
  readonly entry: Pick<Entry, "requestId" | "locale">;
};

/** Writes down that somebody was not let in: known and unknown alike, under a pseudonym (ASVS 16.3.1). */
export async function recordRefusal(refused: RefusedEntry, now: Date): Promise<void> {
  await transaction((tx) =>
    recordAudit(tx, {
      actor: anonymous(refused.entry.locale),
      action: "sign-in.begin",
      role: "anonymous",
      regionId: refused.regionId,
      subject: { kind: "sign-in", id: subjectOf(refused.subject) },
      requestId: refused.entry.requestId,
      detail: { outcome: refused.code, method: refused.way },
      at: now,
    }),
  );
}
