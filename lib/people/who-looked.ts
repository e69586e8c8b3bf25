import { and, desc, inArray } from "drizzle-orm";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { type Actor, type StaffRole, staffRoles } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { personsById } from "./records.ts";
import { childrenOf } from "./representation.ts";

/** One look of the staff at one's own or one's child's data. Who it was by name stays with the office that answers for it. */
export type Look = {
  /** Instant. */
  readonly at: Date;
  readonly role: StaffRole;
  /** The office's region; null for the platform. */
  readonly regionId: number | null;
  /** What was done, a name of lib/access. */
  readonly action: string;
  /** The child's given name; null where it was one's own data. */
  readonly child: string | null;
};

const most = 200;

/** «Кто смотрел мои данные»: what staff read or did about the person and the person's children, the latest first. */
export async function whoLooked(actor: Actor): Promise<Result<readonly Look[], Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const { personId } = actor;
  const allowed = authorize(actor, "privacy.read", { ownerIds: [personId] });
  if (!allowed.ok) return allowed;
  const children = await childrenOf(db(), personId);
  const rows = await db()
    .select()
    .from(auditEntry)
    .where(
      and(
        inArray(auditEntry.concernsId, [personId, ...children]),
        inArray(auditEntry.role, [...staffRoles]),
      ),
    )
    .orderBy(desc(auditEntry.at), desc(auditEntry.id))
    .limit(most);
  const names = await personsById(db(), children);
  return ok(
    rows.flatMap(({ at, role, regionId, action, concernsId }) => {
      const known = staffRoles.find((each) => each === role);
      if (known === undefined) return [];
      const child = names.get(concernsId ?? "")?.givenName ?? null;
      return [{ at, role: known, regionId, action, child }];
    }),
  );
}
