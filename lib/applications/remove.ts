import { z } from "zod";
import type { Tx } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { byOfficer, endAll, isRepeated, type OfficeOrder } from "./by-officer.ts";
import { type ApplicationRow, type Step, takeStep } from "./deed.ts";
import { appealUntilOf } from "./decision.ts";
import { closedByRegister, refuseGrounds, removeGrounds } from "./office-grounds.ts";
import { noteLimit } from "./return.ts";
import { tellApplicant, tellFamily } from "./tell-family.ts";

export type EndOrder = OfficeOrder & { readonly ground: string; readonly note: string };

type Ending = { readonly kind: "refused" | "removed"; readonly event: "refuse" | "remove" };
type OwnCode = "malformed" | "out-of-turn";

const words = z.string().transform(plainWords).pipe(z.string().max(noteLimit));

/** «Мотивированный отказ»: the application does not meet the rules, for a reason that the family reads. */
export async function refuseApplication(
  actor: Actor,
  order: EndOrder,
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await end(actor, order, { kind: "refused", event: "refuse" }, refuseGrounds, now);
}

/** Takes a child off the queue for a reason that is nobody's fault. */
export async function removeApplication(
  actor: Actor,
  order: EndOrder,
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await end(actor, order, { kind: "removed", event: "remove" }, removeGrounds, now);
}

async function end(
  actor: Actor,
  order: EndOrder,
  ending: Ending,
  grounds: readonly string[],
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await byOfficer<OwnCode>(
    actor,
    "staff.application.end",
    order,
    now,
    async (tx, row, by) => {
      const note = words.safeParse(order.note);
      if (!grounds.includes(order.ground) || !note.success) return fail("malformed");
      const told = { ...ending, legalGround: order.ground };
      const same = { ...told, by: by.personId, note: note.data || null, facts: {} };
      if (await isRepeated(tx, row, same)) return ok(null);
      const who = {
        actorRole: "officer",
        decidedBy: by.personId,
        note: note.data || null,
      } as const;
      const taken = await leaveQueue(tx, row, { ...told, ...who, at: now });
      return taken.ok ? ok({ ground: order.ground }) : taken;
    },
  );
}

/**
 * Ends an application by refusal or removal and tells the family the ground, how to object and until when. The caller
 * has locked it. Where the civil register closed the record, the applicant alone is told, by the words the register has
 * and no other.
 */
export async function leaveQueue(
  tx: Tx,
  row: ApplicationRow,
  step: Omit<Step, "event" | "kind"> & Ending,
): Promise<Result<undefined, "out-of-turn">> {
  const taken = await takeStep(tx, row, step);
  if (!taken.ok) return taken;
  const now = step.at;
  await endAll(tx, row, now);
  const { id, number, version } = row;
  const cause = `${step.kind}:${id}:${version}`;
  if (step.legalGround === closedByRegister) {
    const news = { cause, template: "record-closed", params: { number } } as const;
    await tellApplicant(tx, row, news, now);
    return ok();
  }
  const objectBy = localDateOf(await appealUntilOf(tx, row));
  const params = { number, ground: step.legalGround, objectBy };
  await tellFamily(tx, row, { cause, template: step.kind, params, prescribed: true }, now);
  return ok();
}
