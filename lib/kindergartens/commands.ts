import { z } from "zod";
import { transaction, type Tx } from "#db/client.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { groupFacts, kindergartenFacts, localDay } from "./input.ts";
import { doneBefore, lockRegister, readRegister, type Register } from "./register-lock.ts";
import { type FactsProblem, type GroupProblem, judgeFacts, judgeGroup } from "./rules.ts";
import { slugOf } from "./slug.ts";
import {
  type By,
  insertGroup,
  insertKindergarten,
  type KindergartenRow,
  updateGroup,
  updateKindergarten,
} from "./write.ts";

/** A field of the form and the code of what is wrong with it. */
export type Problem = { readonly field: string; readonly code: string };

/** What every form of the register carries. */
export type RegisterOrder = {
  readonly regionId: number;
  /** UUID, made when the form was shown: a second press does nothing. */
  readonly key: string;
  readonly requestId: string | null;
};
type Named = RegisterOrder & {
  readonly slug: string;
  /** As the form showed it: another officer's change in between is not overwritten. */
  readonly version: number;
};

export type RegisterCode =
  | "malformed"
  | "not-there"
  | "changed-meanwhile"
  | "bin-taken"
  | FactsProblem
  | GroupProblem;
export type Written = { readonly slug: string; readonly groupId: string | null };
type Answer = Result<Written, Refusal | RegisterCode, readonly Problem[]>;

const orderShape = z.object({ regionId: z.int(), key: z.uuid() });

/** Puts a kindergarten into the region's register. */
export async function addKindergarten(
  actor: Actor,
  order: RegisterOrder & { readonly facts: unknown },
  now: Date,
): Promise<Answer> {
  return await inRegister(actor, order, now, async (tx, register, by) => {
    const parsed = kindergartenFacts.safeParse(order.facts);
    if (!parsed.success) return malformed(parsed.error);
    const facts = parsed.data;
    const judged = judgeFacts(facts, register.districts, [], localDateOf(now));
    if (!judged.ok) return fail(judged.code, []);
    const { kindergartens } = register;
    if (facts.bin !== null && kindergartens.some(({ bin }) => bin === facts.bin)) {
      return fail("bin-taken", []);
    }
    const slug = slugOf(facts.names.kk, (wanted) =>
      kindergartens.some((each) => each.slug === wanted),
    );
    await insertKindergarten(tx, { regionId: order.regionId, slug }, facts, by);
    return ok({ slug, groupId: null });
  });
}

/** Writes down what is another now; what the form has is the whole. */
export async function changeKindergarten(
  actor: Actor,
  order: Named & { readonly facts: unknown },
  now: Date,
): Promise<Answer> {
  return await inRegister(actor, order, now, async (tx, register, by) => {
    const found = namedIn(register, order);
    if (!found.ok) return found;
    const row = found.value;
    const parsed = kindergartenFacts.safeParse(order.facts);
    if (!parsed.success) return malformed(parsed.error);
    const facts = parsed.data;
    const own = register.groups.filter(({ kindergartenId }) => kindergartenId === row.id);
    const judged = judgeFacts(facts, register.districts, own, localDateOf(now));
    if (!judged.ok) return fail(judged.code, []);
    const takenBin = register.kindergartens.some(
      ({ bin, id }) => bin === facts.bin && id !== row.id,
    );
    if (facts.bin !== null && takenBin) return fail("bin-taken", []);
    await updateKindergarten(tx, row, { facts }, by);
    return ok({ slug: row.slug, groupId: null });
  });
}

/**
 * Closes a kindergarten from a day on, with every group that would work longer, or with `on: null` opens it again; its
 * groups are then opened one by one. It stays in the register.
 */
export async function closeKindergarten(
  actor: Actor,
  order: Named & { readonly on: string | null },
  now: Date,
): Promise<Answer> {
  return await inRegister(actor, order, now, async (tx, register, by) => {
    const found = namedIn(register, order);
    if (!found.ok) return found;
    const on = localDay.nullable().safeParse(order.on);
    if (!on.success) return malformed(on.error, "on");
    const closedOn = on.data;
    const row = found.value;
    await updateKindergarten(tx, row, { closedOn }, by);
    if (closedOn !== null) {
      for (const group of register.groups.filter(
        ({ kindergartenId }) => kindergartenId === row.id,
      )) {
        if (group.openTo !== null && group.openTo <= closedOn) continue;
        // One that was to open later never does: it ends on its first day.
        const openTo = group.openFrom < closedOn ? closedOn : group.openFrom;
        await updateGroup(tx, row, group, { openTo }, { ...by, key: null });
      }
    }
    return ok({ slug: row.slug, groupId: null });
  });
}

/** Gives a kindergarten one more group. */
export async function addGroup(
  actor: Actor,
  order: Named & { readonly facts: unknown },
  now: Date,
): Promise<Answer> {
  return await inRegister(actor, order, now, async (tx, register, by) => {
    const found = namedIn(register, order);
    if (!found.ok) return found;
    const parsed = groupFacts.safeParse(order.facts);
    if (!parsed.success) return malformed(parsed.error);
    const judged = judgeGroup(parsed.data, found.value);
    if (!judged.ok) return fail(judged.code, []);
    const groupId = await insertGroup(tx, found.value, parsed.data, by);
    return ok({ slug: found.value.slug, groupId });
  });
}

/** Changes a group, or ends it by `openTo`. `version` is the group's. */
export async function changeGroup(
  actor: Actor,
  order: Named & { readonly groupId: string; readonly facts: unknown },
  now: Date,
): Promise<Answer> {
  return await inRegister(actor, order, now, async (tx, register, by) => {
    const row = register.kindergartens.find(({ slug }) => slug === order.slug);
    const group = register.groups.find(
      ({ id, kindergartenId }) => id === order.groupId && kindergartenId === row?.id,
    );
    if (row === undefined || group === undefined) return fail("not-there", []);
    if (group.version !== order.version) return fail("changed-meanwhile", []);
    const parsed = groupFacts.safeParse(order.facts);
    if (!parsed.success) return malformed(parsed.error);
    const judged = judgeGroup(parsed.data, row);
    if (!judged.ok) return fail(judged.code, []);
    await updateGroup(tx, row, group, parsed.data, by);
    return ok({ slug: row.slug, groupId: group.id });
  });
}

/** One deed in the register: authorized, once by its key, alone in the region, audited. A refused one writes nothing. */
async function inRegister(
  actor: Actor,
  order: RegisterOrder,
  now: Date,
  deed: (tx: Tx, register: Register, by: By) => Promise<Answer>,
): Promise<Answer> {
  const shape = orderShape.safeParse(order);
  if (!shape.success) return fail("malformed", []);
  const { regionId, key } = shape.data;
  const allowed = authorize(actor, "staff.kindergarten.write", { regionId });
  if (!allowed.ok) return fail(allowed.code, []);
  if (actor.kind !== "person") return fail("signed-out", []);
  return await transaction(async (tx) => {
    if (!(await lockRegister(tx, regionId))) return fail("not-there", []);
    const register = await readRegister(tx, regionId);
    const before = await doneBefore(tx, regionId, key);
    if (before !== null) {
      const row = register.kindergartens.find(({ id }) => id === before.kindergartenId);
      return ok({ slug: row?.slug ?? "", groupId: before.groupId });
    }
    const role = roleIn(actor, regionId);
    const by = { actorRole: role, personId: actor.personId, key, now };
    const done = await deed(tx, register, by);
    if (!done.ok) return done;
    await recordAudit(tx, {
      actor,
      action: "staff.kindergarten.write",
      role,
      regionId,
      subject: { kind: "kindergarten", id: done.value.slug },
      detail: { groupId: done.value.groupId },
      requestId: order.requestId,
      at: now,
    });
    return done;
  });
}

function namedIn(
  { kindergartens }: Register,
  { slug, version }: Named,
): Result<KindergartenRow, "not-there" | "changed-meanwhile", readonly Problem[]> {
  const row = kindergartens.find((each) => each.slug === slug);
  if (row === undefined) return fail("not-there", []);
  return row.version === version ? ok(row) : fail("changed-meanwhile", []);
}

function malformed({ issues }: z.ZodError, field?: string) {
  return fail(
    "malformed",
    issues.map(({ path, message }) => ({ field: field ?? path.join("."), code: message })),
  );
}

function roleIn({ roles }: PersonActor, regionId: number): "officer" | "region_admin" {
  const isAdmin = roles.some(
    (grant) => grant.regionId === regionId && grant.role === "region_admin",
  );
  return isAdmin ? "region_admin" : "officer";
}
