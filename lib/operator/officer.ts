import { and, eq, inArray, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { person, staffRole } from "#db/schema/people.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { readBelievedIin } from "#lib/identity/iin.ts";

/** No session: it is done at the machine, in the name of somebody who stands beside it. */
const noSession = "00000000-0000-0000-0000-000000000000";

/**
 * The officer of a region in whose name the operator acts; null for whoever holds no such role there or has never come
 * in, for then nobody knows that the IIN is theirs.
 */
export async function officerOf(regionId: number, typedIin: string): Promise<PersonActor | null> {
  const iin = readBelievedIin(typedIin);
  if (iin === null) return null;
  const rows = await db()
    .select({ personId: person.id, role: staffRole.role })
    .from(staffRole)
    .innerJoin(person, eq(person.iin, staffRole.iin))
    .where(
      and(
        eq(staffRole.iin, iin),
        eq(staffRole.regionId, regionId),
        isNull(staffRole.revokedAt),
        inArray(staffRole.role, ["officer", "region_admin"]),
      ),
    );
  const [first] = rows;
  if (first === undefined) return null;
  return {
    kind: "person",
    personId: first.personId,
    iin,
    strength: "two-factor",
    method: "staff",
    roles: rows.map(({ role }) => ({ role, regionId })),
    sessionId: noSession,
    onHold: false,
    locale: defaultLocale,
  };
}
