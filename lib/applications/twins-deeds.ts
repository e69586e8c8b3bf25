import { and, asc, eq, inArray, isNotNull, or } from "drizzle-orm";
import { transaction, type Queryable, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { legalRepresentation, person } from "#db/schema/people.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { newId } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { changeEntries } from "#lib/queue/commands.ts";
import { type Addressed, type ApplicationRow, lockFor, meetingTries } from "./deed.ts";
import { readFor } from "./read-for.ts";
import { isAtRest, isLiving, isStatus } from "./status.ts";
import { tellFamily } from "./tell-family.ts";
import { areTwins, type TwinFacts } from "./twins.ts";
import { shareWishes } from "./wish-records.ts";

export type TwinsOrder = Addressed & { readonly requestId: string | null };
type Member = { readonly row: ApplicationRow; readonly facts: TwinFacts };

/**
 * «Двойняшки: получать места вместе»: from now on a place is given to all of them in one kindergarten, or to none. Each
 * keeps its own number. Doing it twice does it once.
 * @returns `no-twins` where no other application of the family is of a twin
 */
export async function joinTwins(
  actor: Actor,
  order: TwinsOrder,
  now: Date,
): Promise<Result<undefined, Refusal | "out-of-turn" | "no-twins">> {
  return await transaction(
    async (tx) => {
      const members = await lockTwins(tx, actor, order);
      if (!members.ok) return members;
      const [own, ...others] = members.value;
      if (own === undefined || others.length === 0) return fail("no-twins");
      const calm = members.value.every(({ row }) => isStatus(row.status) && isAtRest(row.status));
      if (!calm) return fail("out-of-turn");
      const groups = new Set(members.value.map(({ row }) => row.groupId));
      if (groups.size === 1 && own.row.groupId !== null) return ok();
      const groupId = newId();
      await write(tx, members.value, groupId, "grouped", {
        actorRole: "parent",
        legalGround: "applicants-wish",
        at: now,
      });
      await shareWishes(
        tx,
        members.value.map(({ row }) => row),
        {
          actorRole: "parent",
          personId: actor.kind === "person" ? actor.personId : null,
          legalGround: "applicants-wish",
          idempotencyKey: null,
          at: now,
        },
      );
      await recordAudit(tx, auditOf(actor, own.row, order, { joined: others.length }, now));
      for (const { row } of members.value) {
        const { number } = row;
        const cause = `twins-joined:${groupId}`;
        const except = actor.kind === "person" ? actor.personId : null;
        const news = {
          cause,
          template: "twins-joined",
          params: { number },
          exceptId: except,
        } as const;
        await tellFamily(tx, row, news, now);
      }
      return ok();
    },
    { tries: meetingTries },
  );
}

/** «Получать места отдельно», for all of them. Doing it twice does it once. */
export async function partTwins(
  actor: Actor,
  order: TwinsOrder,
  now: Date,
): Promise<Result<undefined, Refusal | "out-of-turn">> {
  return await transaction(
    async (tx) => {
      const found = await readFor(tx, actor, "application.twins", order);
      if (!found.ok) return found;
      const { regionId } = found.value;
      if (found.value.groupId === null) return ok();
      await lockGroup(tx, regionId, found.value.groupId);
      const locked = await lockFor(tx, actor, "application.twins", order);
      if (!locked.ok) return locked;
      const { groupId } = locked.value;
      if (groupId === null) return ok();
      // Again behind the locks: they may have parted and joined anew.
      const rows = await lockGroup(tx, regionId, groupId);
      if (rows.some((row) => isBeingPlaced(row.status))) return fail("out-of-turn");
      await dissolve(tx, rows, { actorRole: "parent", legalGround: "applicants-wish", at: now });
      await recordAudit(tx, auditOf(actor, locked.value, order, { parted: rows.length }, now));
      for (const row of rows) {
        const cause = `twins-parted:${groupId}`;
        const news = { cause, template: "twins-parted", params: { number: row.number } } as const;
        await tellFamily(tx, row, news, now);
      }
      return ok();
    },
    { tries: meetingTries },
  );
}

/**
 * Takes an application out of its group when it leaves the places for which they stood together: withdrawn, moved. One
 * that stays alone is in no group. The caller holds its lock.
 */
export async function partFromTwins(tx: Tx, row: ApplicationRow, by: By): Promise<void> {
  if (row.groupId === null) return;
  const rows = await lockGroup(tx, row.regionId, row.groupId);
  const left = rows.filter((each) => each.id !== row.id);
  await dissolve(tx, left.length > 1 ? [row] : rows, by);
}

/**
 * The application and those of its twins that belong to this person too, all locked in the order of their keys, the
 * asked one first: two who join from both sides wait for each other and not for ever.
 */
async function lockTwins(
  tx: Tx,
  actor: Actor,
  order: TwinsOrder,
): Promise<Result<readonly Member[], Refusal>> {
  const found = await readFor(tx, actor, "application.twins", order);
  if (!found.ok) return found;
  if (actor.kind !== "person") return fail("signed-out");
  const before = await familyOf(tx, found.value);
  const own = before.find(({ row }) => row.id === found.value.id);
  const wanted = before.filter((each) => own !== undefined && areTwins(own.facts, each.facts));
  const ids = [found.value.id, ...wanted.map(({ row }) => row.id)];
  await lockRows(tx, found.value.regionId, ids);
  // Again behind the locks.
  const locked = await lockFor(tx, actor, "application.twins", order);
  if (!locked.ok) return locked;
  const now = await familyOf(tx, locked.value);
  const asked = now.find(({ row }) => row.id === locked.value.id);
  if (asked === undefined) return fail("not-yours");
  const twins = now
    .filter(({ row }) => ids.includes(row.id))
    .filter(({ facts }) => {
      return areTwins(asked.facts, facts) && belongsTo(facts, actor.personId);
    });
  return ok([asked, ...twins]);
}

/** Whoever joins two applications must be an owner of both. */
export function belongsTo(facts: TwinFacts, personId: string): boolean {
  if (facts.applicantId === personId) return true;
  return !facts.byGuardian && facts.representatives.includes(personId);
}

/** The living applications of the region and kind that could be of the same family, the asked one among them. */
export async function familyOf(from: Queryable, row: ApplicationRow): Promise<readonly Member[]> {
  const adults = await from
    .select({ adultId: legalRepresentation.adultId })
    .from(legalRepresentation)
    .where(
      and(eq(legalRepresentation.childId, row.childId), isNotNull(legalRepresentation.confirmedAt)),
    );
  const family = [...new Set([row.applicantId, ...adults.map((each) => each.adultId)])].flatMap(
    (id) => id ?? [],
  );
  const ofFamily = from
    .select({ childId: legalRepresentation.childId })
    .from(legalRepresentation)
    .where(
      and(inArray(legalRepresentation.adultId, family), isNotNull(legalRepresentation.confirmedAt)),
    );
  const related = or(
    eq(application.id, row.id),
    ...(family.length === 0
      ? []
      : [inArray(application.applicantId, family), inArray(application.childId, ofFamily)]),
  );
  const rows = await from
    .select({ row: application, birthDate: person.birthDate })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(
      and(
        eq(application.regionId, row.regionId),
        eq(application.queueType, row.queueType),
        related,
      ),
    )
    .orderBy(asc(application.id));
  const links = await from
    .select({ childId: legalRepresentation.childId, adultId: legalRepresentation.adultId })
    .from(legalRepresentation)
    .where(
      and(
        inArray(
          legalRepresentation.childId,
          rows.map((each) => each.row.childId),
        ),
        isNotNull(legalRepresentation.confirmedAt),
      ),
    );
  const adultsOf = Map.groupBy(links, (link) => link.childId);
  return rows.map(({ row: each, birthDate }) => ({
    row: each,
    facts: {
      ...each,
      birthDate,
      representatives: (adultsOf.get(each.childId) ?? []).map((link) => link.adultId),
    },
  }));
}

async function lockRows(tx: Tx, regionId: number, ids: readonly string[]) {
  return await tx
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), inArray(application.id, [...ids])))
    .orderBy(asc(application.id))
    .for("update");
}

/** Who takes places together, locked in the order of their keys. */
export async function lockGroup(
  tx: Tx,
  regionId: number,
  groupId: string,
): Promise<ApplicationRow[]> {
  return await tx
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.groupId, groupId)))
    .orderBy(asc(application.id))
    .for("update");
}

type By = {
  readonly actorRole: "parent" | "officer";
  readonly at: Date;
  /** Why, as a code of the ledger. */
  readonly legalGround: "applicants-wish" | "office-move";
};

async function dissolve(tx: Tx, rows: readonly ApplicationRow[], by: By): Promise<void> {
  await write(
    tx,
    rows.map((row) => ({ row })),
    null,
    "ungrouped",
    by,
  );
}

async function write(
  tx: Tx,
  members: readonly Pick<Member, "row">[],
  groupId: string | null,
  kind: "grouped" | "ungrouped",
  by: By,
): Promise<void> {
  const [first] = members;
  if (first === undefined) return;
  const { regionId } = first.row;
  const ids = members.map(({ row }) => row.id);
  await tx
    .update(application)
    .set({ groupId })
    .where(and(eq(application.regionId, regionId), inArray(application.id, ids)));
  await changeEntries(
    tx,
    ids.map((applicationId) => ({
      regionId,
      applicationId,
      kind,
      ...by,
    })),
  );
}

/** A place is being given to it: neither at rest nor closed. */
function isBeingPlaced(status: string): boolean {
  return isStatus(status) && isLiving(status) && !isAtRest(status);
}

function auditOf(
  actor: Actor,
  row: ApplicationRow,
  order: TwinsOrder,
  detail: Record<string, unknown>,
  at: Date,
) {
  return {
    actor,
    action: "application.twins",
    role: "parent",
    regionId: row.regionId,
    subject: { kind: "application", id: row.id },
    concernsId: row.childId,
    detail: { number: row.number, ...detail },
    requestId: order.requestId,
    at,
  };
}
