import { createHmac, timingSafeEqual } from "node:crypto";
import { and, eq, notInArray } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import { phoneTail } from "#lib/identity/phone.ts";
import { env } from "#lib/platform/env.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import { countAttempt, monthly, takeBack } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Failure, type Result } from "#lib/platform/result.ts";
import { placeOf, type QueuePlace } from "#lib/queue/views.ts";
import { policyFor } from "#lib/regions/views.ts";
import { isStatus, type ApplicationStatus } from "./status.ts";

export type QueueAnswer = {
  readonly queueType: string;
  readonly status: ApplicationStatus;
  /** Null when the child does not wait any more. */
  readonly place: QueuePlace | null;
  readonly registeredAt: Date;
};

export type CheckInput = {
  readonly regionId: number;
  readonly childIin: string;
  /** The entry code, or the last four digits of the applicant's phone. */
  readonly secondFact: string;
  /** The visitor's network address, empty when unknown. */
  readonly address: string;
};

/**
 * A visitor may try this often: a family with several children types wrong a few times. Four digits of a phone are
 * ten thousand possibilities, so one child can be tried only a few times an hour, whoever tries.
 */
const perAddress = { count: 30, windowSeconds: 60 * 60 };
const perChild = { count: 10, windowSeconds: 60 * 60 };
const perChildDaily = { count: 30, windowSeconds: 24 * 60 * 60 };
/**
 * Entry codes are public, and a birth year has as many as children: whoever has a child's IIN could try them all. A
 * family mistypes its own a few times a month; beyond that only the phone's digits are left to it, and the cabinet.
 */
const wrongCodes = { count: 20, windowSeconds: 30 * 24 * 60 * 60 };
/** Whoever has a list of IINs and one code would look for its child: so one code is tried only so often, too. */
const perCode = { count: 10, windowSeconds: 60 * 60 };
const perCodeDaily = { count: 30, windowSeconds: 24 * 60 * 60 };

/**
 * The public check of the queue. A wrong pair and an unknown child get the same answer, and neither names nor phones
 * are told: only where the entry stands.
 */
export async function checkQueue(
  input: CheckInput,
  now: Date,
): Promise<
  | Result<readonly QueueAnswer[], "iin-check-digit" | "second-fact" | "none">
  | Failure<"iin-length", { readonly n: number }>
  | Failure<"too-many", { readonly retryAfterSeconds: number }>
> {
  const iin = parseTypedIin(input.childIin);
  if (!iin.ok) return iin.code === "iin-length" ? fail(iin.code, iin.detail) : fail(iin.code);
  const fact = input.secondFact.toUpperCase().replace(/[\s-]/g, "");
  if (!/^[0-9A-Z]{4,16}$/.test(fact)) return fail("second-fact");
  // Four digits are never a code, which is longer: so each fact is compared with what it can be, and counted as that.
  const isCode = !/^\d{4}$/.test(fact);
  const limited = await limit(input, iin.value, isCode ? fact : null, now);
  if (limited > 0) return fail("too-many", { retryAfterSeconds: limited });

  const rows = await db()
    .select({ application })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(
      and(
        eq(application.regionId, input.regionId),
        eq(person.iin, iin.value),
        notInArray(application.status, ["DRAFT"]),
      ),
    );
  const mine = rows.filter(({ application: row }) => {
    if (isCode) return same(fact, row.entryCode);
    return same(fact, row.phone === null ? "" : phoneTail(row.phone));
  });
  if (mine.length === 0) return fail("none");
  if (isCode) await takeBack(db(), wrongCodesOf(input, iin.value), wrongCodes, now);
  const answers: QueueAnswer[] = [];
  for (const { application: row } of mine) {
    if (!isStatus(row.status)) continue;
    const question = { regionId: input.regionId, queueType: row.queueType, at: now };
    const { parameters } = await policyFor(question);
    answers.push({
      queueType: row.queueType,
      status: row.status,
      place: await placeOf(
        db(),
        { regionId: row.regionId, applicationId: row.id },
        parameters.priorityRatio,
      ),
      registeredAt: row.registeredAt,
    });
  }
  return ok(answers);
}

const childOf = ({ regionId }: CheckInput, iin: string) =>
  pseudonym("queue-check", `${regionId}:${iin}`);
const wrongCodesOf = (input: CheckInput, iin: string) =>
  `${monthly}queue-check:codes:${childOf(input, iin)}`;

/** Seconds to wait; 0: it may be tried. Counted before anything is compared. @param code null for digits of a phone */
async function limit(
  input: CheckInput,
  iin: string,
  code: string | null,
  now: Date,
): Promise<number> {
  const child = childOf(input, iin);
  const attempts = [
    await countAttempt(db(), `queue-check:child:${child}`, perChild, now),
    await countAttempt(db(), `queue-check:child-day:${child}`, perChildDaily, now),
  ];
  if (code !== null) {
    const which = pseudonym("queue-check-code", `${input.regionId}:${code}`);
    attempts.push(
      await countAttempt(db(), wrongCodesOf(input, iin), wrongCodes, now),
      await countAttempt(db(), `queue-check:code:${which}`, perCode, now),
      await countAttempt(db(), `queue-check:code-day:${which}`, perCodeDaily, now),
    );
  }
  if (input.address !== "") {
    attempts.push(
      await countAttempt(db(), `queue-check:ip:${visitorNetwork(input.address)}`, perAddress, now),
    );
  }
  return Math.max(0, ...attempts.map((attempt) => attempt.retryAfterSeconds));
}

/** Compared by their codes, so that neither length nor first difference shows in the time it takes. */
function same(typed: string, kept: string): boolean {
  const code = (text: string): Buffer =>
    createHmac("sha256", env().NEXTAUTH_SECRET).update(text).digest();
  return timingSafeEqual(code(typed), code(kept)) && kept !== "";
}
