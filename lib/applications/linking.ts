import { and, eq, inArray, isNull } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import { displayFullName } from "#lib/identity/name.ts";
import type { StoredPerson } from "#lib/people/person.ts";
import { personByIin, savePerson, saveRepresentation } from "#lib/people/records.ts";
import { representativesOf } from "#lib/people/representation.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Failure, type Result } from "#lib/platform/result.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { registries } from "#lib/registries/current.ts";
import { kinshipOf } from "#lib/registries/kinship.ts";
import type { PersonAnswer } from "#lib/registries/ports.ts";
import { askBirth, askPerson } from "#lib/registries/recorded.ts";
import { mayAskAbout } from "./child.ts";
import { isLiving, isStatus } from "./status.ts";
import { tellRepresentatives } from "./tell-representatives.ts";

export type LinkOrder = {
  readonly regionId: number;
  /** As typed. */
  readonly childIin: string;
  readonly requestId: string | null;
};

export type Linked = {
  readonly childName: string;
  /** Numbers of the child's applications that the journal of this region now shows. */
  readonly numbers: readonly string[];
};

/** A family has a handful of children, and a register that was down is asked again a few times. */
const perHour = { count: 20, windowSeconds: 60 * 60 };

/**
 * «Привязка» (manual 002): the civil register, or what we confirmed before, names the adult as the child's
 * representative; from then on the child's applications are in the adult's journal, and a paper application without a
 * parent's IIN gets this one. Counted before anything is asked, so that trying IINs ends soon. Doing it twice does it
 * once.
 * @returns `no-kin` also for an IIN that nobody has · `register-down`: nothing changed, try again later
 */
export async function linkChild(
  actor: Actor,
  order: LinkOrder,
  now: Date,
): Promise<
  | Result<
      Linked,
      Refusal | "required" | "iin-check-digit" | "own-iin" | "no-kin" | "register-down"
    >
  | Failure<"iin-length", { readonly n: number }>
  | Failure<"too-many", { readonly retryAfterSeconds: number }>
> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "child.link");
  if (!allowed.ok) return allowed;
  if (order.childIin.trim() === "") return fail("required");
  const iin = parseTypedIin(order.childIin);
  if (!iin.ok) return iin.code === "iin-length" ? fail(iin.code, iin.detail) : fail(iin.code);
  if (iin.value === actor.iin) return fail("own-iin");
  const tried = await countAttempt(db(), `child-link:${actor.personId}`, perHour, now);
  if (!tried.allowed) return fail("too-many", { retryAfterSeconds: tried.retryAfterSeconds });
  if (!(await mayAskAbout(actor.personId, iin.value, now))) {
    return fail("too-many", { retryAfterSeconds: 24 * 60 * 60 });
  }
  const { verdict, person } = await judge(actor, iin.value, now);
  return await transaction(async (tx) => {
    const child = verdict === "proven" ? await childRow(tx, iin.value, person, now) : null;
    const outcome = verdict === "proven" && child === null ? "register-down" : verdict;
    await recordAudit(tx, {
      actor,
      action: "child.link",
      role: "parent",
      regionId: order.regionId,
      subject: { kind: "person", id: child?.id ?? pseudonym("audit", iin.value) },
      concernsId: child?.id ?? (await personByIin(tx, iin.value))?.id ?? null,
      requestId: order.requestId,
      detail: { outcome: outcome === "proven" ? "linked" : outcome },
      at: now,
    });
    if (child === null || outcome !== "proven") {
      return fail(outcome === "no-kin" ? "no-kin" : "register-down");
    }
    return ok(await link(tx, actor, order.regionId, child, now));
  });
}

/** What the registers and our own records say, outside of any transaction: a register may be slow. */
async function judge(actor: PersonActor, childIin: string, now: Date): Promise<Judged> {
  const [birth, person, known] = await Promise.all([
    askBirth(registries(), childIin, now),
    askPerson(registries(), childIin, now),
    personByIin(db(), childIin),
  ]);
  const confirmed = known === null ? [] : await representativesOf(db(), known.id);
  if (confirmed.includes(actor.personId)) return { verdict: "proven", person };
  const kinship = kinshipOf(actor.iin, birth);
  if (kinship === "pending") return { verdict: "register-down", person };
  return { verdict: kinship === "named" ? "proven" : "no-kin", person };
}

type Judged = {
  readonly verdict: "proven" | "no-kin" | "register-down";
  readonly person: PersonAnswer;
};

/** The child as the register of persons knows it, or as it is known already; null where neither does. */
async function childRow(
  tx: Tx,
  iin: string,
  answer: PersonAnswer,
  now: Date,
): Promise<StoredPerson | null> {
  if (answer.status === "found") return await savePerson(tx, answer.person, "register", now);
  return await personByIin(tx, iin);
}

async function link(
  tx: Tx,
  actor: PersonActor,
  regionId: number,
  child: StoredPerson,
  now: Date,
): Promise<Linked> {
  const before = await representativesOf(tx, child.id);
  const isNew = !before.includes(actor.personId);
  if (isNew) {
    const parent = { kind: "parent", source: "birth-register", confirmed: true } as const;
    await saveRepresentation(tx, { childId: child.id, adultId: actor.personId, ...parent }, now);
  }
  const rows = await tx
    .select()
    .from(application)
    .where(eq(application.childId, child.id))
    .for("update");
  await takeUp(tx, actor, rows, now);
  const living = rows.filter((row) => isStatus(row.status) && isLiving(row.status));
  if (isNew && living.some((row) => !row.byGuardian)) {
    const cause = `linked:${child.id}:${actor.personId}`;
    const who = { childId: child.id, exceptId: actor.personId };
    await tellRepresentatives(tx, { regionId, ...who, cause, template: "linked", params: {} }, now);
  }
  const shown = rows.filter((row) => row.regionId === regionId && !row.byGuardian);
  return { childName: displayFullName(child), numbers: shown.map((row) => row.number) };
}

/** Applications on paper without a parent's IIN get this parent's. */
async function takeUp(
  tx: Tx,
  actor: PersonActor,
  rows: readonly (typeof application.$inferSelect)[],
  now: Date,
): Promise<void> {
  const nobodys = rows.filter((row) => row.applicantId === null);
  if (nobodys.length === 0) return;
  await tx
    .update(application)
    .set({ applicantId: actor.personId })
    .where(
      and(
        inArray(
          application.id,
          nobodys.map((row) => row.id),
        ),
        isNull(application.applicantId),
      ),
    );
  for (const { regionId, id } of nobodys) {
    await appendQueueEvent(tx, {
      regionId,
      applicationId: id,
      kind: "corrected",
      at: now,
      actorRole: "parent",
      legalGround: "kinship-confirmed",
      data: { what: "applicant" },
    });
  }
}
