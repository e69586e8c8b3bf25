import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { privilegeClaim, queueEvent } from "#db/schema/applications.ts";
import { appeal, decision } from "#db/schema/office.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { classOfClaims } from "#lib/privileges/rules.ts";
import { judgeAnswer, type Remedy } from "./appeal-rules.ts";
import {
  byOfficer,
  endPending,
  givingBack,
  type OfficeOrder,
  standsElsewhere,
} from "./by-officer.ts";
import { type ApplicationRow, takeStep } from "./deed.ts";
import { release } from "./hold.ts";
import { remedyNow } from "./remedy-now.ts";
import { restore } from "./restore.ts";
import { noteLimit } from "./return.ts";
import { tellFamily } from "./tell-family.ts";

export type AnswerOrder = OfficeOrder & {
  /** Number of the event in the ledger that was objected to. */
  readonly eventSeq: number;
  readonly outcome: "upheld" | "refused";
  /** What the family reads. */
  readonly reasons: string;
};

type OwnCode =
  | "malformed"
  | "required"
  | "no-appeal"
  | "own-decision"
  | "already-answered"
  | "child-stands-elsewhere";

/**
 * Answers an objection. Upheld, the decision is undone with the original instant of the registration, in the same
 * transaction; not upheld, the family reads why and that a court is open to it.
 * @returns `own-decision`: whoever decided does not answer · `child-stands-elsewhere`: the child has another living
 * application, and the objection stays open until its family has chosen
 */
export async function answerAppeal(
  actor: Actor,
  order: AnswerOrder,
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  const reasons = plainWords(order.reasons);
  const { outcome, eventSeq } = order;
  return await givingBack(() =>
    byOfficer<OwnCode>(actor, "staff.appeal.answer", order, now, async (tx, row, officer) => {
      const found = await appealOf(tx, row, eventSeq);
      if (found === null) return fail("no-appeal");
      const { answeredBy } = found.appeal;
      if (found.appeal.answeredAt !== null) {
        const isSame = found.appeal.outcome === outcome && answeredBy === officer.personId;
        return isSame ? ok(null) : fail("already-answered");
      }
      const mayAnswer = judgeAnswer(found.decidedBy, officer.personId);
      if (!mayAnswer.ok) return mayAnswer;
      if (reasons === "") return fail("required");
      if (reasons.length > noteLimit * 4) return fail("malformed");
      const remedy =
        outcome === "upheld" ? await remedyNow(tx, row, { kind: found.kind, eventSeq }) : "none";
      const givesBack = remedy === "restore" || (remedy === "release" && row.gaveWay);
      if (givesBack && (await standsElsewhere(tx, row, now))) return fail("child-stands-elsewhere");
      const deed = { kind: "appeal-answered", at: now, actorRole: "officer" } as const;
      const taken = await takeStep(tx, row, {
        ...deed,
        ...(remedy === "end-return" ? { event: "correct" as const } : {}),
        legalGround: `appeal-${outcome}`,
        data: { decision: eventSeq, outcome },
      });
      if (!taken.ok) throw new Error("a return that stands could not be ended");
      const { regionId, id, number } = row;
      await tx
        .update(appeal)
        .set({ answeredAt: now, answeredBy: officer.personId, outcome, answer: reasons })
        .where(and(eq(appeal.regionId, regionId), eq(appeal.id, found.appeal.id)));
      await undo(tx, { ...row, version: row.version + 1 }, remedy, found.data, now);
      const template = outcome === "upheld" ? "appeal-upheld" : "appeal-refused";
      const news = { cause: `appeal-answered:${found.appeal.id}`, params: { number } };
      await tellFamily(tx, row, { ...news, template, prescribed: true }, now);
      return ok({ appeal: found.appeal.id, application: id, decision: eventSeq, outcome, remedy });
    }),
  );
}

async function appealOf(tx: Tx, row: ApplicationRow, eventSeq: number) {
  if (!Number.isSafeInteger(eventSeq)) return null;
  const [found] = await tx
    .select({
      appeal,
      decidedBy: decision.decidedBy,
      kind: queueEvent.kind,
      data: queueEvent.data,
    })
    .from(appeal)
    .innerJoin(
      decision,
      and(eq(decision.regionId, appeal.regionId), eq(decision.eventSeq, appeal.eventSeq)),
    )
    .innerJoin(
      queueEvent,
      and(eq(queueEvent.regionId, appeal.regionId), eq(queueEvent.seq, appeal.eventSeq)),
    )
    .where(
      and(
        eq(appeal.regionId, row.regionId),
        eq(appeal.applicationId, row.id),
        eq(appeal.eventSeq, eventSeq),
      ),
    );
  return found ?? null;
}

async function undo(
  tx: Tx,
  row: ApplicationRow,
  remedy: Remedy,
  data: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  const ground = "appeal-upheld";
  switch (remedy) {
    case "restore": {
      const done = await restore(tx, row, { ground, quiet: true }, now);
      if (!done.ok) throw new Error(`not restored: ${done.code}`);
      return;
    }
    case "release": {
      const done = await release(tx, row, { by: "officer", ground, quiet: true }, now);
      if (!done.ok) throw new Error(`not released: ${done.code}`);
      return;
    }
    case "end-return":
      return await endPending(tx, row, now);
    case "confirm-privilege":
      return await confirmPrivilege(tx, row, data, now);
    case "none":
      return;
  }
}

/** The claim counts again, and with it the class that all claims give together. */
async function confirmPrivilege(
  tx: Tx,
  row: ApplicationRow,
  { category }: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  const { regionId, id } = row;
  const same = and(eq(privilegeClaim.regionId, regionId), eq(privilegeClaim.applicationId, id));
  const claims = await tx.select().from(privilegeClaim).where(same);
  const refused = claims.find((claim) => claim.category === category && claim.status === "refused");
  if (refused === undefined) return;
  await tx
    .update(privilegeClaim)
    .set({ status: "confirmed", decidedAt: now })
    .where(and(eq(privilegeClaim.regionId, regionId), eq(privilegeClaim.id, refused.id)));
  const after = claims.map((claim) =>
    claim.id === refused.id ? { ...claim, status: "confirmed" as const } : claim,
  );
  const taken = await takeStep(tx, row, {
    kind: "privilege-confirmed",
    at: now,
    actorRole: "officer",
    legalGround: "appeal-upheld",
    data: { category: refused.category },
    change: { class: classOfClaims(after, localDateOf(now)) },
  });
  if (!taken.ok) throw new Error("a claim changes no status");
}
