import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { transaction, type Tx } from "#db/client.ts";
import { wishList } from "#db/schema/wishes.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { fail, ok, type Failure, type Result } from "#lib/platform/result.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { policyFor } from "#lib/regions/views.ts";
import { type Addressed, type ApplicationRow, lockFor, meetingTries } from "./deed.ts";
import { readFor } from "./read-for.ts";
import { isLiving, isStatus } from "./status.ts";
import { tellFamily } from "./tell-family.ts";
import { lockGroup } from "./twins-deeds.ts";
import {
  areWishesAsked,
  judgeWishes,
  mayChangeWishes,
  type WishFault,
  type Wisher,
} from "./wish-rules.ts";
import { appendWishes, holdKindergartens, wishesOf } from "./wish-records.ts";

/** More than any policy allows: a list that is longer is nobody's. */
const mostNamed = 50;

/** What the form sends, besides whose application it is. */
export const wishesInput = z.strictObject({
  /** Names of the kindergartens in addresses, in the order of the wishes; none says «no wishes». */
  slugs: z.array(z.string().min(1).max(200)).max(mostNamed),
  /** The version of the list on which the page was built. */
  version: z.int().min(0),
  /** Made when the page was shown. */
  idempotencyKey: z.uuid(),
});

export type WishesOrder = Addressed &
  z.input<typeof wishesInput> & { readonly requestId: string | null };

export type WishesCode =
  | Refusal
  | "malformed"
  /** The region does not ask for wishes. */
  | "not-asked"
  | "out-of-turn"
  /** The list was changed after the page was built: in another tab, by the other representative. */
  | "changed";

/**
 * «Сохранить пожелания»: from now on this list counts, and the former one can still be read. The place in the queue
 * stays. Twins who take places together have one list, so it is written for all of them or for none. The other
 * representatives are told. The same form sent twice is one change, and a list that stands already is none.
 * @returns with a fault of the list also the kindergarten that has it
 */
export async function changeWishes(
  actor: Actor,
  order: WishesOrder,
  now: Date,
): Promise<Result<undefined, WishesCode> | Failure<WishFault, string>> {
  const { regionId, number, requestId, ...rest } = order;
  const read = wishesInput.safeParse(rest);
  if (!read.success) return fail("malformed");
  const { slugs, version, idempotencyKey } = read.data;
  return await transaction(
    async (tx) => {
      const locked = await lockWithTwins(tx, actor, { regionId, number });
      if (!locked.ok) return locked;
      const { row, rows } = locked.value;
      const { id: applicationId, queueType } = row;
      const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
      if (!areWishesAsked(parameters)) return fail("not-asked");
      if (await isSent(tx, row, idempotencyKey)) return ok();
      if (!rows.every(({ status }) => mayChangeWishes(status))) return fail("out-of-turn");
      const current = await wishesOf(tx, { regionId, applicationId });
      const before = current.list.map(({ slug }) => slug);
      if (sameList(before, slugs)) return ok();
      if (current.version !== version) return fail("changed");
      const known = await holdKindergartens(tx, regionId, slugs);
      const wisher = wisherOf(row, parameters, now);
      const judged = judgeWishes(slugs, { known, before, wisher, max: parameters.maxWishes });
      if (!judged.ok) return judged;
      const list = judged.value.flatMap((slug) => known.get(slug) ?? []);
      const personId = actor.kind === "person" ? actor.personId : null;
      for (const each of rows) {
        await appendWishes(tx, each, {
          list,
          actorRole: "parent",
          personId,
          legalGround: "applicants-wish",
          idempotencyKey,
          at: now,
        });
        await recordAudit(tx, {
          actor,
          action: "application.wishes",
          role: "parent",
          regionId,
          subject: { kind: "application", id: each.id },
          concernsId: each.childId,
          detail: { number: each.number, from: before, to: slugs },
          requestId,
          at: now,
        });
        const cause = `wishes:${idempotencyKey}`;
        const params = { number: each.number };
        const news = { cause, template: "wishes-changed", params, exceptId: personId } as const;
        await tellFamily(tx, each, news, now);
      }
      return ok();
    },
    { tries: meetingTries },
  );
}

/** For whom an application's wishes are. */
export function wisherOf(
  { queueType, districtKato }: Pick<ApplicationRow, "queueType" | "districtKato">,
  { districtsRequired }: Pick<PolicyParameters, "districtsRequired">,
  now: Date,
): Wisher {
  return {
    queueType,
    districtKato: districtsRequired ? districtKato : null,
    today: localDateOf(now),
  };
}

type Locked = {
  readonly row: ApplicationRow;
  /** The same and those of the twins with whom it stands together. */
  readonly rows: readonly ApplicationRow[];
};

/** The application with those of its group that live, locked in the order of their keys. */
async function lockWithTwins(
  tx: Tx,
  actor: Actor,
  where: Addressed,
): Promise<Result<Locked, Refusal>> {
  const { regionId } = where;
  const found = await readFor(tx, actor, "application.wishes", where);
  if (!found.ok) return found;
  if (found.value.groupId !== null) await lockGroup(tx, regionId, found.value.groupId);
  const locked = await lockFor(tx, actor, "application.wishes", where);
  if (!locked.ok) return locked;
  const row = locked.value;
  if (row.groupId === null) return ok({ row, rows: [row] });
  // Again behind the locks: they may have joined others meanwhile.
  const group = await lockGroup(tx, regionId, row.groupId);
  const others = group.filter(
    ({ id, status }) => id !== row.id && isStatus(status) && isLiving(status),
  );
  return ok({ row, rows: [row, ...others] });
}

async function isSent(tx: Tx, row: ApplicationRow, key: string): Promise<boolean> {
  const [sent] = await tx
    .select({ version: wishList.version })
    .from(wishList)
    .where(
      and(
        eq(wishList.regionId, row.regionId),
        eq(wishList.applicationId, row.id),
        eq(wishList.idempotencyKey, key),
      ),
    );
  return sent !== undefined;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
