import { and, eq } from "drizzle-orm";
import { db, type Queryable, transaction, type Tx } from "#db/client.ts";
import { application, applicationCheck } from "#db/schema/applications.ts";
import { cohortOf } from "#lib/calendar/local-date.ts";
import { personsById, savePerson, saveRepresentation } from "#lib/people/records.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { changeEntry, lockEntries } from "#lib/queue/commands.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { isRegisteredIn } from "#lib/regions/match-region.ts";
import { listPortals, policyFor } from "#lib/regions/views.ts";
import { registries } from "#lib/registries/current.ts";
import { kinshipOf } from "#lib/registries/kinship.ts";
import type { BirthAnswer, PersonAnswer } from "#lib/registries/ports.ts";
import { askBirth, askPerson } from "#lib/registries/recorded.ts";
import { tellApplicant } from "./tell-family.ts";

type CheckKind = "person" | "residence" | "kinship";
type Verdict = "pending" | "passed" | "failed";
type Row = typeof application.$inferSelect;

/** A register that is down at night is asked again soon, one that is down for days not every minute. */
const pausesMinutes = [1, 2, 5, 10, 30, 60, 120, 240];

/**
 * Asks the registers that were silent when the application was registered. The place in the queue stays that of the
 * instant, whatever they say: a failed check is told to the family and left to an officer, and a birth date that
 * differs moves the entry to its cohort with its old instant. While a register stays silent, it is asked again later.
 */
export async function checkRegisters(
  where: { readonly regionId: number; readonly applicationId: string },
  now: Date,
): Promise<void> {
  const { regionId, applicationId } = where;
  if ((await pendingChecks(db(), where)).length === 0) return;
  const [row] = await db()
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)));
  if (!row) return;
  const people = await personsById(db(), [row.childId, row.applicantId ?? row.childId]);
  const child = people.get(row.childId);
  const applicant = people.get(row.applicantId ?? "");
  if (!child || !applicant) return;
  const [adult, minor, birth] = await Promise.all([
    askPerson(registries(), applicant.iin, now),
    askPerson(registries(), child.iin, now),
    askBirth(registries(), child.iin, now),
  ]);
  const portals = await listPortals();
  const portal = portals.find((each) => each.id === regionId);
  const verdicts: Record<CheckKind, Verdict> = {
    person: personVerdict(adult, minor),
    residence: residenceVerdict(adult, (kato) =>
      portal ? isRegisteredIn(kato, portal, portals) : false,
    ),
    kinship: kinshipVerdict(applicant.iin, birth),
  };
  await transaction(async (tx) => {
    await tx
      .select({ id: application.id })
      .from(application)
      .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)))
      .for("update");
    // Again behind the lock: a worker that was taken for dead may have done the same in between.
    const pending = await pendingChecks(tx, where);
    if (pending.length === 0) return;
    if (adult.status === "found") await savePerson(tx, adult.person, "register", now);
    if (minor.status === "found") {
      await savePerson(tx, minor.person, "register", now);
      await moveToCohort(tx, row, minor.person.birthDate, now);
    }
    const settled = pending.filter((check) => verdicts[check.kind] !== "pending");
    for (const check of pending) {
      await tx
        .update(applicationCheck)
        .set({ state: verdicts[check.kind], attempts: check.attempts + 1, updatedAt: now })
        .where(sameCheck(where, check.kind));
    }
    if (settled.some((check) => check.kind === "kinship") && verdicts.kinship === "passed") {
      const link = { childId: child.id, adultId: applicant.id, kind: "parent" as const };
      await saveRepresentation(tx, { ...link, source: "birth-register", confirmed: true }, now);
    }
    for (const check of settled) {
      await appendQueueEvent(tx, {
        ...where,
        kind: "register-checked",
        at: now,
        actorRole: "system",
        legalGround: "register-check",
        data: { check: check.kind, result: verdicts[check.kind] },
      });
    }
    const failed = settled.filter((check) => verdicts[check.kind] === "failed");
    if (failed.length > 0) await tell(tx, row, failed.map((check) => check.kind).join(","), now);
    const silent = pending.filter((check) => verdicts[check.kind] === "pending");
    if (silent.length > 0) await askAgain(tx, where, silent);
  });
}

function personVerdict(adult: PersonAnswer, child: PersonAnswer): Verdict {
  if (adult.status === "not-found" || child.status === "not-found") return "failed";
  return adult.status === "found" && child.status === "found" ? "passed" : "pending";
}

function residenceVerdict(adult: PersonAnswer, serves: (kato: string) => boolean): Verdict {
  if (adult.status === "no-answer") return "pending";
  if (adult.status === "not-found" || adult.person.registration === null) return "failed";
  return serves(adult.person.registration.kato) ? "passed" : "failed";
}

function kinshipVerdict(adultIin: string, birth: BirthAnswer): Verdict {
  const kinship = kinshipOf(adultIin, birth);
  return kinship === "pending" ? "pending" : kinship === "named" ? "passed" : "failed";
}

async function pendingChecks(
  from: Queryable,
  where: { readonly regionId: number; readonly applicationId: string },
) {
  return await from
    .select()
    .from(applicationCheck)
    .where(
      and(
        eq(applicationCheck.regionId, where.regionId),
        eq(applicationCheck.applicationId, where.applicationId),
        eq(applicationCheck.state, "pending"),
      ),
    );
}

function sameCheck(
  where: { readonly regionId: number; readonly applicationId: string },
  kind: CheckKind,
) {
  return and(
    eq(applicationCheck.regionId, where.regionId),
    eq(applicationCheck.applicationId, where.applicationId),
    eq(applicationCheck.kind, kind),
  );
}

async function moveToCohort(tx: Tx, row: Row, birthDate: string, now: Date): Promise<void> {
  const question = { regionId: row.regionId, queueType: row.queueType, at: row.registeredAt };
  const { parameters } = await policyFor(question, tx);
  const cohort = cohortOf(birthDate, parameters.cohortShiftFrom);
  const where = { regionId: row.regionId, applicationId: row.id };
  const [entry] = (await lockEntries(tx, [where])).values();
  if (!entry || entry.cohort === cohort) return;
  await changeEntry(tx, {
    ...where,
    kind: "moved",
    at: now,
    actorRole: "system",
    legalGround: "register-check",
    change: { cohort },
  });
}

async function tell(tx: Tx, row: Row, checks: string, now: Date): Promise<void> {
  const cause = `checks-failed:${row.id}:${checks}`;
  const params = { number: row.number, checks };
  const news = { cause, template: "checks-failed" as const, params };
  await tellApplicant(tx, row, { ...news, prescribed: true }, now);
}

async function askAgain(
  tx: Tx,
  where: { readonly regionId: number; readonly applicationId: string },
  silent: readonly { readonly attempts: number }[],
): Promise<void> {
  const attempts = Math.max(...silent.map((check) => check.attempts));
  const pause = pausesMinutes[Math.min(attempts, pausesMinutes.length - 1)] ?? 60;
  await addJob(
    tx,
    "check-registers",
    { regionId: where.regionId, applicationId: where.applicationId },
    {
      key: `registers:${where.applicationId}`,
      // By the clock of the machine, as the job queue counts: the demo's own clock may stand in another year.
      runAt: new Date(Date.now() + pause * 60_000),
    },
  );
}
