import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { application } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { startOfDay } from "#lib/calendar/local-date.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { lockEntries } from "#lib/queue/commands.ts";
import { districtsOf, policyFor } from "#lib/regions/views.ts";
import { byOfficer, type OfficeOrder } from "./by-officer.ts";
import { takeStep } from "./deed.ts";
import { noteLimit } from "./return.ts";
import { isLiving, isStatus } from "./status.ts";
import { tellFamily } from "./tell-family.ts";
import { partFromTwins } from "./twins-deeds.ts";

type OwnCode = "malformed" | "out-of-turn";

/** Moves a family that lives in another district of the region into that district's queue, with its old instant. */
export async function moveByOffice(
  actor: Actor,
  order: OfficeOrder & { readonly districtKato: string },
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await byOfficer<OwnCode>(actor, "staff.application.move", order, now, async (tx, row) => {
    const { regionId, id, number, queueType } = row;
    const { districtKato } = order;
    const districts = await districtsOf(regionId, tx);
    if (!districts.some((each) => each.kato === districtKato)) return fail("malformed");
    if (!isStatus(row.status) || !isLiving(row.status)) return fail("out-of-turn");
    if (row.districtKato === districtKato) return ok(null);
    const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
    const change = parameters.districtsRequired ? { districtKato } : {};
    const by = { actorRole: "officer", legalGround: "office-move", at: now } as const;
    await partFromTwins(tx, row, by);
    const taken = await takeStep(tx, row, { kind: "moved", ...by, change });
    if (!taken.ok) return taken;
    await tx
      .update(application)
      .set({ districtKato })
      .where(and(eq(application.regionId, regionId), eq(application.id, id)));
    const cause = `district:${id}:${row.version}`;
    await tellFamily(tx, row, { cause, template: "district-moved", params: { number } }, now);
    return ok({ to: districtKato });
  });
}

const words = z.string().transform(plainWords).pipe(z.string().min(5).max(noteLimit));

/**
 * Gives an application the instant that the family's former application had in another region. The former one is removed
 * there with the ground «moved» and stays on record; the note says which it was. Only ever to an earlier instant, and to
 * none before the child was born.
 */
export async function keepFormerInstant(
  actor: Actor,
  order: OfficeOrder & { readonly registeredAt: Date; readonly note: string },
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await byOfficer<OwnCode>(actor, "staff.application.move", order, now, async (tx, row) => {
    const note = words.safeParse(order.note);
    const { registeredAt } = order;
    if (!note.success || Number.isNaN(registeredAt.getTime())) return fail("malformed");
    if (!isStatus(row.status) || !isLiving(row.status)) return fail("out-of-turn");
    const { regionId, id, number } = row;
    const [entry] = (await lockEntries(tx, [{ regionId, applicationId: id }])).values();
    if (entry === undefined) return fail("out-of-turn");
    if (entry.registeredAt.getTime() === registeredAt.getTime()) return ok(null);
    if (registeredAt > entry.registeredAt) return fail("malformed");
    const [child] = await tx
      .select({ birthDate: person.birthDate })
      .from(person)
      .where(eq(person.id, row.childId));
    // Nobody was put in a queue before being born.
    const birth = child?.birthDate ?? null;
    if (birth !== null && registeredAt < startOfDay(birth)) return fail("malformed");
    const deed = { kind: "corrected", at: now, actorRole: "officer" } as const;
    const change = { registeredAt };
    const taken = await takeStep(tx, row, { ...deed, legalGround: "former-region", change });
    if (!taken.ok) return taken;
    await tx
      .update(application)
      .set({ registeredAt })
      .where(and(eq(application.regionId, regionId), eq(application.id, id)));
    const cause = `instant:${id}:${row.version}`;
    await tellFamily(tx, row, { cause, template: "instant-kept", params: { number } }, now);
    return ok({
      from: entry.registeredAt.toISOString(),
      to: registeredAt.toISOString(),
      note: note.data,
    });
  });
}
