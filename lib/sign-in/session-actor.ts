import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import { prepared, type Queryable } from "#db/client.ts";
import { contact, person, staffRole } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { phoneChange } from "#db/schema/sign-in.ts";
import type { PersonActor, RoleGrant } from "#lib/access/actor.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import type { PersonName } from "#lib/identity/name.ts";
import { needsTouch, sessionIsAlive, touchMilliseconds } from "./limits.ts";

export type SignedIn = {
  readonly actor: PersonActor;
  readonly name: PersonName;
  /** Null until the first entry is finished: then the e-mail is asked for. */
  readonly email: string | null;
  /** The end of the session however busy it is. */
  readonly expiresAt: Date;
};

const idShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** Whether a text from outside can be a session's id at all; the database would take anything else for a fault. */
export function isSessionId(text: string): boolean {
  return idShape.test(text);
}

// Asked by every request of somebody signed in, so only for what is used.
const sessionById = prepared((from) =>
  from
    .select({
      session: {
        id: session.id,
        strength: session.strength,
        method: session.method,
        lastSeenAt: session.lastSeenAt,
        expiresAt: session.expiresAt,
        revokedAt: session.revokedAt,
      },
      person: {
        id: person.id,
        iin: person.iin,
        surname: person.surname,
        givenName: person.givenName,
        patronymic: person.patronymic,
      },
      grant: {
        role: staffRole.role,
        regionId: staffRole.regionId,
        kindergartenId: staffRole.kindergartenId,
      },
      locale: contact.locale,
      email: contact.email,
      heldUntil: phoneChange.holdUntil,
    })
    .from(session)
    .innerJoin(person, eq(person.id, session.personId))
    .leftJoin(contact, eq(contact.personId, session.personId))
    .leftJoin(staffRole, and(eq(staffRole.iin, person.iin), isNull(staffRole.revokedAt)))
    .leftJoin(
      phoneChange,
      and(
        eq(phoneChange.personId, session.personId),
        isNull(phoneChange.stoppedAt),
        gt(phoneChange.holdUntil, sql.placeholder("now")),
      ),
    )
    .where(eq(session.id, sql.placeholder("sessionId")))
    .prepare("session_by_id"),
);

/**
 * Whom a session speaks for at `now`, with the roles granted at that moment; null when it was revoked, is over, slept
 * too long or never was. Reads by one query and notes the visit at most once a minute.
 */
export async function sessionActor(
  db: Queryable,
  sessionId: string,
  now: Date,
): Promise<SignedIn | null> {
  if (!isSessionId(sessionId)) return null;
  const rows = await sessionById(db).execute({ sessionId, now: now.toISOString() });
  const first = rows[0];
  if (first === undefined || !sessionIsAlive(first.session, now)) return null;
  if (needsTouch(first.session, now)) {
    // The condition keeps two requests of one moment from writing twice, and a late one from turning time back.
    const minuteAgo = new Date(now.getTime() - touchMilliseconds);
    await db
      .update(session)
      .set({ lastSeenAt: now })
      .where(
        and(
          eq(session.id, sessionId),
          isNull(session.revokedAt),
          lte(session.lastSeenAt, minuteAgo),
        ),
      );
  }
  return {
    actor: {
      kind: "person",
      personId: first.person.id,
      iin: first.person.iin,
      strength: first.session.strength,
      method: first.session.method,
      roles: rows
        .map((row) => row.grant)
        .filter((grant) => grant !== null)
        .map(asRole),
      sessionId: first.session.id,
      onHold: rows.some((row) => row.heldUntil !== null),
      locale: first.locale ?? defaultLocale,
    },
    name: {
      surname: first.person.surname,
      givenName: first.person.givenName,
      patronymic: first.person.patronymic,
    },
    email: first.email,
    expiresAt: first.session.expiresAt,
  };
}

function asRole(
  grant: Pick<typeof staffRole.$inferSelect, "role" | "regionId" | "kindergartenId">,
): RoleGrant {
  return {
    role: grant.role,
    regionId: grant.regionId,
    ...(grant.kindergartenId === null ? {} : { kindergartenId: grant.kindergartenId }),
  };
}
