import { sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import { confirmByLink, confirmInterest } from "#lib/applications/confirm-interest.ts";
import { lockApplication, takeStep } from "#lib/applications/deed.ts";
import { holdApplication } from "#lib/applications/hold.ts";
import { claimPrivilege } from "#lib/applications/privilege-claim.ts";
import { giveUpPrivilege } from "#lib/applications/privilege-give-up.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import { endOfDay, startOfDay } from "#lib/calendar/local-date.ts";
import { jobPayloads } from "#lib/jobs/names.ts";
import { interestToken } from "#lib/notifications/interest-link.ts";
import { tasks } from "#lib/worker/tasks.ts";
import { as } from "../../applications/asked-family.ts";
import { dateOf } from "./days.ts";
import type { Family } from "./families.ts";
import { type Deed, holdDays } from "./reckoning.ts";

/** So many at a time, as a worker does jobs and web processes serve families. */
const hands = 6;

/** Does everything, several at a time. */
export async function withHands<T>(
  all: readonly T[],
  work: (each: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: hands }, async () => {
      for (let each = all[next++]; each !== undefined; each = all[next++]) await work(each);
    }),
  );
}

/** A family acts, through the same commands as its pages. @returns the code that it is told */
export async function act(
  family: Family,
  { what, due, day }: Deed,
  officer: PersonActor,
  now: Date,
): Promise<string> {
  const { regionId, number, id: applicationId, habit, mother } = family;
  const where = { regionId, number, requestId: null };
  const dueAt = endOfDay(dateOf(due));
  const self = as(mother?.id ?? "");
  const code = (result: { readonly ok: true } | { readonly ok: false; readonly code: string }) =>
    result.ok ? "ok" : result.code;
  switch (what) {
    case "confirm": {
      if (habit === "cabinet") return code(await confirmInterest(self, { ...where, dueAt }, now));
      if (habit === "sms") {
        const answer = await takeSmsAnswer({ from: family.phone ?? "", text: "1" }, now);
        return answer === "confirmed" ? "ok" : answer;
      }
      const token = interestToken({ applicationId, dueAt });
      return code(await confirmByLink({ regionId, token, locale: "kk", requestId: null }, now));
    }
    case "restore":
      return code(await restoreInterest(self, where, now));
    case "withdraw":
      return code(await withdrawApplication(self, where, now));
    case "give-up":
      return code(await giveUpPrivilege(self, { ...where, category: family.category ?? "" }, now));
    case "claim": {
      const order = { ...where, category: "large-family", collection: null };
      return code(await claimPrivilege({ ...self, strength: "strong" }, order, now));
    }
    case "hold": {
      const until = startOfDay(dateOf(day + holdDays));
      const order = { ...where, ground: "hold-papers", until, note: "" };
      const by = { ...officer, roles: [{ role: "officer" as const, regionId }] };
      return code(await holdApplication(by, order, now));
    }
    case "enrol":
      return await enrol(family, now);
  }
}

/** A place was given and taken; the commands of that come with the allocation. */
async function enrol({ regionId, id: applicationId }: Family, at: Date): Promise<string> {
  const told = { at, actorRole: "officer", legalGround: "registration" } as const;
  return await transaction(async (tx) => {
    for (const [event, kind] of [
      ["refer", "referred"],
      ["enrol", "enrolled"],
    ] as const) {
      const row = await lockApplication(tx, { regionId, applicationId });
      if (row === null) return "nobody";
      const taken = await takeStep(tx, row, { event, kind, ...told });
      if (!taken.ok) return taken.code;
    }
    return "ok";
  });
}

type Job = { readonly id: string; readonly payload: unknown };

/** The worker's jobs of messages, several at a time, until there is none. */
export async function sendAll(): Promise<void> {
  const jobs = await db().execute<Job>(sql`
    select j.id, j.payload
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'send-message' order by j.priority, j.id`);
  await withHands(jobs, async ({ payload }) => {
    await tasks["send-message"](jobPayloads["send-message"].parse(payload));
  });
  const done = JSON.stringify(jobs.map(({ id }) => id));
  await db().execute(sql`
    delete from graphile_worker._private_jobs
    where id in (select jsonb_array_elements_text(${done}::jsonb)::bigint)`);
}
