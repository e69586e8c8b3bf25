import { eq, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { contact, legalRepresentation, person } from "#db/schema/people.ts";
import { policy } from "#db/schema/regions.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { confirmInterest } from "#lib/applications/confirm-interest.ts";
import { endOfDay, localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { newHumanCode, newId } from "#lib/platform/ids.ts";
import { enterQueue } from "#lib/queue/commands.ts";
import type { PolicyPatch } from "#lib/regions/policy.ts";

export type AskedFamily = {
  readonly regionId: number;
  readonly applicationId: string;
  readonly childId: string;
  readonly number: string;
  readonly dueAt: Date;
  readonly mother: string;
  readonly father: string | null;
};

let serial = 0;

/** Somebody who is only a name and contacts. @returns the person's id */
export async function somebody(
  reach: { readonly phone?: string | null; readonly email?: string | null } = {},
): Promise<string> {
  serial += 1;
  const id = newId();
  const at = new Date("2025-01-01T00:00:00Z");
  await db()
    .insert(person)
    .values({
      id,
      iin: String(900_000_000_000 + serial),
      surname: "ҮЛГІ",
      givenName: "АДАМ",
      source: "paper",
      birthDate: "2023-03-15",
      createdAt: at,
      updatedAt: at,
    });
  if (reach.phone != null || reach.email != null) {
    await db()
      .insert(contact)
      .values({
        personId: id,
        phone: reach.phone ?? null,
        email: reach.email ?? null,
        locale: "ru",
        updatedAt: at,
      });
  }
  return id;
}

/** A mobile number that nobody else of the test has. */
export function nextPhone(): string {
  serial += 1;
  return `+7701${String(1_000_000 + serial)}`;
}

type Wanted = {
  /** The last day on which interest can be confirmed, UTC+5. */
  readonly due: string;
  readonly registeredAt?: Date;
  readonly status?: string;
  readonly gaveWay?: boolean;
  readonly byGuardian?: boolean;
  readonly childId?: string;
  readonly mother?: string;
  readonly father?: string | null;
  readonly cohort?: number;
};

/** A child in the queue, with a mother who applied and, if wanted, a father whose kinship is confirmed. */
export async function standing(regionId: number, wanted: Wanted): Promise<AskedFamily> {
  const registeredAt = wanted.registeredAt ?? new Date("2025-11-22T05:00:00Z");
  const mother =
    wanted.mother ?? (await somebody({ phone: nextPhone(), email: `m${serial}@example.kz` }));
  const father = wanted.father ?? null;
  const childId = wanted.childId ?? (await somebody());
  serial += 1;
  const applicationId = newId();
  const number = `25-99-${String(serial).padStart(6, "0")}`;
  const dueAt = endOfDay(wanted.due);
  await transaction(async (tx) => {
    await tx.insert(application).values({
      regionId,
      id: applicationId,
      number,
      entryCode: newHumanCode(8),
      queueType: "general",
      applicantId: mother,
      childId,
      status: wanted.status ?? "REGISTERED",
      channel: "portal",
      locale: "ru",
      nonResident: false,
      byGuardian: wanted.byGuardian ?? false,
      gaveWay: wanted.gaveWay ?? false,
      registeredAt,
      interestDueAt: dueAt,
      version: 1,
    });
    await tx
      .insert(legalRepresentation)
      .values(
        [mother, ...(father === null ? [] : [father])].map((adultId) => ({
          childId,
          adultId,
          kind: "parent" as const,
          source: "birth-register" as const,
          confirmedAt: registeredAt,
          createdAt: registeredAt,
        })),
      )
      .onConflictDoNothing();
    await enterQueue(tx, [
      {
        regionId,
        applicationId,
        at: registeredAt,
        actorRole: "parent",
        legalGround: "registration",
        entry: {
          queueType: "general",
          districtKato: "",
          cohort: wanted.cohort ?? 2023,
          class: "ordinary",
          registeredAt,
        },
      },
    ]);
  });
  return { regionId, applicationId, childId, number, dueAt, mother, father };
}

/** That person, signed in. */
export function as(personId: string, changes: Partial<PersonActor> = {}): PersonActor {
  return {
    kind: "person",
    personId,
    iin: "000000000000",
    strength: "light",
    method: "code",
    roles: [],
    sessionId: newId(),
    onHold: false,
    locale: "kk",
    ...changes,
  };
}

export async function applicationOf({ applicationId }: AskedFamily) {
  const [row] = await db().select().from(application).where(eq(application.id, applicationId));
  if (row === undefined) throw new Error("no such application");
  return row;
}

/** The kinds of its events after the registration. */
export async function eventsOf({ applicationId }: AskedFamily): Promise<string[]> {
  const rows = await db()
    .select({ kind: queueEvent.kind })
    .from(queueEvent)
    .where(eq(queueEvent.applicationId, applicationId))
    .orderBy(queueEvent.seq);
  return rows.slice(1).map((row) => row.kind);
}

/** What was said about it, as `template channel recipient`, in that order of letters. */
export async function saidOf({ applicationId }: AskedFamily): Promise<string[]> {
  const rows = await db()
    .select()
    .from(message)
    .where(sql`${message.cause} like ${`%${applicationId}%`}`);
  return rows.map((row) => `${row.template} ${row.channel} ${row.recipient}`).toSorted();
}

/** The worker has sent what was written; what waits for the morning as well. */
export async function allSent(): Promise<void> {
  await db().update(message).set({ state: "sent" }).where(eq(message.state, "queued"));
}

/** A rule of the region that lies above the portal's own. */
export async function rule(
  regionId: number,
  parameters: PolicyPatch,
  validFrom = "2015-04-07",
): Promise<void> {
  const code = `test-${newId()}`;
  await db()
    .insert(policy)
    .values({
      code,
      regionId,
      queueType: null,
      validFrom,
      validTo: null,
      parameters,
      source: { act: "portal-default", date: "2026-11-22", address: null },
    });
}

/** Each test has its own families; those of the others are asked no more. */
export async function askNobody(): Promise<void> {
  await db().update(application).set({ interestDueAt: null });
}

/** Midday in Kazakhstan. */
export const noon = (day: string): Date => new Date(startOfDay(day).getTime() + 12 * 3_600_000);

/** Confirms in the cabinet; `changes` to how the person came in. */
export async function confirm(
  family: AskedFamily,
  who = family.mother,
  at = noon("2026-11-01"),
  changes: Parameters<typeof as>[1] = {},
): ReturnType<typeof confirmInterest> {
  const { regionId, number, dueAt } = family;
  return confirmInterest(as(who, changes), { regionId, number, dueAt, requestId: "r" }, at);
}

/** The last day on which interest can be confirmed now. */
export async function dayOf(family: AskedFamily): Promise<string> {
  return localDateOf((await applicationOf(family)).interestDueAt ?? new Date(0));
}
