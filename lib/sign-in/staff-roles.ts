import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { kindergarten } from "#db/schema/kindergartens.ts";
import { person, staffRole } from "#db/schema/people.ts";
import { anonymous, type StaffRole } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { newId } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { lockAccount } from "./account-lock.ts";
import { subjectOf } from "./codes.ts";
import { endSessions } from "./end-sessions.ts";
import { loginOf } from "./staff.ts";
import { endInvitations, type Invitation, invite } from "./staff-invitation.ts";

// Who may work in the office is decided by whoever runs the portal, at the machine. A role takes effect at the next
// request of whoever is signed in with enough; taking it away ends every session of the person.

export type RoleOrder = {
  readonly iin: string;
  readonly role: StaffRole;
  /** Null for the platform's administrator, who belongs to no region, and for nobody else. */
  readonly regionId: number | null;
};

export type GrantOrder = RoleOrder & {
  /** As the desk calls the person; where it is not given, what the portal knows. */
  readonly name?: string | undefined;
  /** An address of e-mail: with it and a password one enters without an electronic signature. */
  readonly login?: string | undefined;
  /** Of a head: the kindergarten's name in the address. */
  readonly kindergarten?: string | undefined;
  /** A new link, also for whoever has a password. */
  readonly inviteAgain?: boolean;
};

export type Granted = {
  /** False where the person held it already. */
  readonly granted: boolean;
  readonly login: string | null;
  /** Null where there is no login, or a password already. */
  readonly invitation: Invitation | null;
};

type GrantRefusal =
  | "region-required"
  | "no-region-for-role"
  | "kindergarten-of-heads-only"
  | "no-kindergarten"
  | "login-taken";

/**
 * Gives a person a role; giving it twice does it once, and takes a new name, login or kindergarten.
 * @returns `login-taken`: it is another person's
 */
export async function grantRole(
  order: GrantOrder,
  now: Date,
): Promise<Result<Granted, GrantRefusal>> {
  const { iin, role, regionId } = order;
  if (role === "platform_admin" && regionId !== null) return fail("no-region-for-role");
  if (role !== "platform_admin" && regionId === null) return fail("region-required");
  if (order.kindergarten !== undefined && role !== "kindergarten_head")
    return fail("kindergarten-of-heads-only");
  return await transaction(async (tx) => {
    await lockAccount(tx, subjectOf(iin));
    const house = await kindergartenOf(tx, order);
    if (house === null) return fail("no-kindergarten");
    const login = order.login === undefined ? undefined : loginOf(order.login);
    if (login !== undefined && (await isTaken(tx, login, iin))) return fail("login-taken");
    const [held] = await tx.select().from(staffRole).where(sameRole(order)).for("update");
    const name = order.name ?? held?.name ?? (await knownName(tx, iin));
    const told = { name, login: login ?? held?.login ?? null, ...house };
    const id = held?.id ?? newId();
    if (held === undefined)
      await tx.insert(staffRole).values({ id, iin, role, regionId, ...told, grantedAt: now });
    else await tx.update(staffRole).set(told).where(eq(staffRole.id, id));
    const invitation =
      told.login === null
        ? null
        : await invite(tx, { iin, login: told.login, again: order.inviteAgain ?? false }, now);
    const detail = { role, invited: invitation !== null, changed: held !== undefined };
    await record(tx, "staff.role.grant", { id, regionId, iin, detail }, now);
    return ok({ granted: held === undefined, login: told.login, invitation });
  });
}

/**
 * Takes a role away, and with it every session of the person, the codes on their way and open invitations. The last
 * administrator of the platform stays: somebody must be able to open regions.
 * @returns how many sessions ended; false in `revoked` where it was taken away before · `never-granted`
 */
export async function revokeRole(
  order: RoleOrder & { readonly ground: string },
  now: Date,
): Promise<
  Result<
    { readonly revoked: boolean; readonly sessions: number },
    "never-granted" | "last-platform-admin"
  >
> {
  const { iin, role, regionId, ground } = order;
  return await transaction(async (tx) => {
    await lockAccount(tx, subjectOf(iin));
    if (role === "platform_admin") {
      // Of two who take each other away at the same moment the second one sees what the first has left.
      await tx.execute(sql`lock table staff_role in share row exclusive mode`);
    }
    const before = await tx
      .select()
      .from(staffRole)
      .where(and(eq(staffRole.iin, iin), eq(staffRole.role, role), ofRegion(regionId)));
    const held = before.filter(({ revokedAt }) => revokedAt === null);
    if (before.length === 0) return fail("never-granted");
    if (held.length === 0) return ok({ revoked: false, sessions: 0 });
    if (role === "platform_admin" && !(await isThereAnother(tx, iin)))
      return fail("last-platform-admin");
    await tx.update(staffRole).set({ revokedAt: now }).where(sameRole(order));
    await endInvitations(tx, iin, now);
    const sessions = await endSessions(tx, { iin, ground }, now);
    for (const { id } of held) {
      await record(tx, "staff.role.revoke", { id, regionId, iin, detail: { role, ground } }, now);
    }
    return ok({ revoked: true, sessions });
  });
}

export type Held = {
  readonly iin: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly login: string | null;
  /** Instant. */
  readonly grantedAt: Date;
};

/** Who holds a role in a region, or in the platform, today. */
export async function rolesOf(regionId: number | null): Promise<readonly Held[]> {
  return await db()
    .select({
      iin: staffRole.iin,
      name: staffRole.name,
      role: staffRole.role,
      login: staffRole.login,
      grantedAt: staffRole.grantedAt,
    })
    .from(staffRole)
    .where(and(ofRegion(regionId), isNull(staffRole.revokedAt)))
    .orderBy(asc(staffRole.role), asc(staffRole.grantedAt));
}

function ofRegion(regionId: number | null) {
  return regionId === null ? isNull(staffRole.regionId) : eq(staffRole.regionId, regionId);
}

function sameRole({ iin, role, regionId }: RoleOrder) {
  return and(
    eq(staffRole.iin, iin),
    eq(staffRole.role, role),
    ofRegion(regionId),
    isNull(staffRole.revokedAt),
  );
}

async function isThereAnother(tx: Tx, iin: string): Promise<boolean> {
  const [other] = await tx
    .select({ id: staffRole.id })
    .from(staffRole)
    .where(
      and(
        eq(staffRole.role, "platform_admin"),
        isNull(staffRole.revokedAt),
        sql`${staffRole.iin} <> ${iin}`,
      ),
    )
    .limit(1);
  return other !== undefined;
}

/** A login names one person: the letter with the code goes there. */
async function isTaken(tx: Tx, login: string, iin: string): Promise<boolean> {
  const [other] = await tx
    .select({ id: staffRole.id })
    .from(staffRole)
    .where(
      and(
        eq(sql`lower(${staffRole.login})`, login),
        isNull(staffRole.revokedAt),
        sql`${staffRole.iin} <> ${iin}`,
      ),
    )
    .limit(1);
  return other !== undefined;
}

async function knownName(tx: Tx, iin: string): Promise<string> {
  const [row] = await tx.select().from(person).where(eq(person.iin, iin));
  return row === undefined ? "" : `${row.surname} ${row.givenName}`.trim();
}

/** Nothing to write where none is named; null where there is no such kindergarten in the region. */
async function kindergartenOf(tx: Tx, { kindergarten: slug, regionId }: GrantOrder) {
  if (slug === undefined || regionId === null) return {};
  const [found] = await tx
    .select({ id: kindergarten.id, names: kindergarten.names })
    .from(kindergarten)
    .where(and(eq(kindergarten.regionId, regionId), eq(kindergarten.slug, slug)));
  return found === undefined ? null : { kindergartenId: found.id, kindergarten: found.names.kk };
}

async function record(
  tx: Tx,
  action: string,
  about: {
    readonly id: string;
    readonly regionId: number | null;
    readonly iin: string;
    readonly detail: Record<string, unknown>;
  },
  at: Date,
): Promise<void> {
  const [known] = await tx.select({ id: person.id }).from(person).where(eq(person.iin, about.iin));
  await recordAudit(tx, {
    actor: anonymous(defaultLocale),
    action,
    role: "operator",
    regionId: about.regionId,
    subject: { kind: "staff-role", id: about.id },
    concernsId: known?.id ?? null,
    detail: about.detail,
    at,
  });
}
