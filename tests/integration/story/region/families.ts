import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application, privilegeClaim, queueEntry } from "#db/schema/applications.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { person } from "#db/schema/people.ts";
import { type LocalDate, localDateOf } from "#lib/calendar/local-date.ts";
import { sameNumbers } from "#lib/demo/synthetic.ts";
import { newId } from "#lib/platform/ids.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { type Day, dayOf } from "./days.ts";

/** How a family answers when it is asked whether the place is still needed. */
export type Habit =
  | "link"
  | "sms"
  | "cabinet"
  | "silent"
  | "returns"
  | "returns on the last day"
  | "returns too late";

/** What else happens to it once in the year, on a day. */
export type Turn = {
  readonly what: "withdraw" | "enrol" | "hold" | "give-up" | "claim" | "paper ends";
  readonly day: Day;
};

export type Family = {
  readonly regionId: number;
  readonly id: string;
  readonly number: string;
  readonly queueType: string;
  readonly childId: string;
  readonly birthDate: LocalDate;
  readonly class: EntryClass;
  readonly status: "REGISTERED" | "ON_HOLD";
  /** The last day on which interest can be confirmed, and how many days before the last reminder went. */
  readonly due: Day;
  readonly remindedDays: number | null;
  /** Of the papers; nobody is written to at it once the mother has an account. */
  readonly phone: string | null;
  /** Its confirmed ground, where it has one. */
  readonly category: string | null;
  readonly habit: Habit;
  /** Days before the last one on which it answers. */
  readonly early: number;
  readonly turn: Turn | null;
  readonly mother: { readonly id: string; readonly phone: string; readonly mail: string } | null;
  readonly father: { readonly id: string; readonly phone: string } | null;
};

type Found = Omit<Family, "habit" | "early" | "turn" | "mother" | "father"> & {
  readonly hasApplicant: boolean;
  readonly hasClaim: boolean;
};

/** Everybody who waits, by number. */
async function waiting(): Promise<Found[]> {
  const rows = await db()
    .select({
      row: application,
      birthDate: person.birthDate,
      class: queueEntry.class,
      ground: privilegeClaim.category,
      claim: privilegeClaim.status,
      remindedDays: interestPeriod.remindedDays,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .innerJoin(
      queueEntry,
      and(
        eq(queueEntry.regionId, application.regionId),
        eq(queueEntry.applicationId, application.id),
      ),
    )
    .leftJoin(
      privilegeClaim,
      and(
        eq(privilegeClaim.regionId, application.regionId),
        eq(privilegeClaim.applicationId, application.id),
      ),
    )
    .leftJoin(
      interestPeriod,
      and(
        eq(interestPeriod.regionId, application.regionId),
        eq(interestPeriod.applicationId, application.id),
        eq(interestPeriod.dueAt, application.interestDueAt),
      ),
    )
    .where(
      and(
        inArray(application.status, ["REGISTERED", "ON_HOLD"]),
        isNotNull(application.interestDueAt),
      ),
    )
    .orderBy(application.number);
  return rows.map(({ row, birthDate, ground, claim, ...own }) => ({
    ...own,
    category: claim === "confirmed" ? ground : null,
    hasClaim: claim !== null,
    regionId: row.regionId,
    id: row.id,
    number: row.number,
    queueType: row.queueType,
    childId: row.childId,
    birthDate: birthDate ?? "",
    status: row.status === "ON_HOLD" ? "ON_HOLD" : "REGISTERED",
    due: dayOf(localDateOf(row.interestDueAt ?? new Date(0))),
    phone: row.phone,
    hasApplicant: row.applicantId !== null,
  }));
}

/** Gives everybody who waits a part in the year from `begins`, the same in every run, and accounts to those who sign in. */
export async function casting(begins: Day): Promise<Family[]> {
  const found = await waiting();
  const random = sameNumbers(2027);
  const of = new Map<string, number>();
  for (const { phone } of found) if (phone !== null) of.set(phone, (of.get(phone) ?? 0) + 1);
  const families = found.map((each, serial): Family => {
    const [luck, patience, chance, when] = [random(), random(), random(), random()];
    const turn = turnOf(each, chance, begins + 10 + Math.floor(when * 345));
    const signsIn = turn !== null && ["withdraw", "give-up", "claim"].includes(turn.what);
    let habit = habitOf(luck);
    // Those of the demo's own story have accounts of their own; nobody plays them here.
    if (each.hasApplicant) habit = "silent";
    // A reminder of before the story lies in nobody's phone.
    const isReachable =
      each.phone !== null && of.get(each.phone) === 1 && each.remindedDays === null;
    if (habit === "sms" && (signsIn || !isReachable)) habit = "link";
    const hasAccount =
      !each.hasApplicant && (signsIn || !["link", "sms", "silent"].includes(habit));
    const hasFather = hasAccount && random() < 0.6;
    const phone = (operator: number) => `+7${operator}${String(2_000_000 + serial)}`;
    return {
      ...each,
      habit,
      early: daysBefore(patience),
      turn: each.hasApplicant ? null : turn,
      mother: hasAccount
        ? { id: newId(), phone: phone(701), mail: `mother${serial}@example.kz` }
        : null,
      father: hasFather ? { id: newId(), phone: phone(702) } : null,
    };
  });
  await settle(families);
  return families;
}

function habitOf(luck: number): Habit {
  if (luck < 0.5) return "link";
  if (luck < 0.84) return "sms";
  if (luck < 0.9) return "cabinet";
  if (luck < 0.965) return "silent";
  if (luck < 0.985) return "returns";
  return luck < 0.9925 ? "returns on the last day" : "returns too late";
}

/** Most answer the first reminder, some the second or the third. */
function daysBefore(patience: number): number {
  if (patience < 0.75) return 8 + Math.floor(patience * 29);
  if (patience < 0.9) return 2 + Math.floor((patience - 0.75) * 33);
  return patience < 0.96 ? 1 : 0;
}

function turnOf(family: Found, chance: number, day: Day): Turn | null {
  if (family.status !== "REGISTERED") return null;
  const hasGround = family.category !== null && family.class !== "ordinary";
  if (hasGround && chance < 0.06) return { what: "give-up", day };
  if (hasGround && chance < 0.16) return { what: "paper ends", day };
  if (chance < 0.16 || chance > 0.25) return null;
  if (chance < 0.2) return { what: "enrol", day };
  if (chance < 0.22) return { what: "withdraw", day };
  if (chance < 0.23) return { what: "hold", day };
  return family.hasClaim ? null : { what: "claim", day };
}

/** Writes the accounts, the papers of those who will claim, and when the others' papers end. */
async function settle(families: readonly Family[]): Promise<void> {
  const adults = families.flatMap(({ id, regionId, childId, mother, father }, serial) => [
    ...(mother === null
      ? []
      : [{ ...mother, kind: 1, serial, regionId, application: id, childId }]),
    ...(father === null
      ? []
      : [{ ...father, mail: null, kind: 2, serial, regionId, application: null, childId }]),
  ]);
  for (let from = 0; from < adults.length; from += 2_000) {
    const rows = JSON.stringify(adults.slice(from, from + 2_000));
    await db().execute(sql`
      with n as (select * from jsonb_to_recordset(${rows}::jsonb) as n(id uuid, kind integer, serial integer,
        "regionId" integer, application uuid, "childId" uuid, phone text, mail text)),
      people as (insert into person (id, iin, surname, given_name, birth_date, source, created_at, updated_at)
        select id, '9' || kind || lpad(serial::text, 10, '0'), 'ҮЛГІ', 'АДАМ', '1990-01-01', 'paper', now(), now()
        from n returning id),
      contacts as (insert into contact (person_id, phone, email, locale, updated_at)
        select n.id, phone, mail, 'ru', now() from n join people using (id)),
      links as (insert into legal_representation (child_id, adult_id, kind, source, confirmed_at, created_at)
        select "childId", n.id, 'parent', 'birth-register', now(), now() from n join people using (id))
      update application a set applicant_id = n.id from n join people using (id)
      where a.region_id = n."regionId" and a.id = n.application`);
  }
  const claiming = families.filter(({ turn }) => turn?.what === "claim");
  const papers = claiming.map(({ regionId, id, queueType, mother }) => ({
    ...{ regionId, id, queueType, owner: mother?.id },
    draft: newId(),
    file: newId(),
  }));
  await db().execute(sql`
    with n as (select * from jsonb_to_recordset(${JSON.stringify(papers)}::jsonb) as n("regionId" integer, id uuid,
      "queueType" text, owner uuid, draft uuid, file uuid)),
    drafts as (insert into application_draft (region_id, id, person_id, queue_type, data, version, idempotency_key,
      created_at, updated_at, submitted_at) select "regionId", draft, owner, "queueType", '{}', 1, draft, now(), now(), now()
      from n returning id)
    insert into attachment (region_id, id, owner_id, draft_id, application_id, paper, position, file_name, mime, size,
      sha256, storage_key, state, scan, created_at)
    select "regionId", file, owner, draft, n.id, 'large-family-proof', 1, 'a.pdf', 'application/pdf', 1,
      repeat('0', 64), file::text, 'clean', 'clean', now() from n join drafts on drafts.id = n.draft`);
  const ending = families.flatMap(({ regionId, id, turn }) =>
    turn?.what === "paper ends" ? [{ regionId, id, day: turn.day }] : [],
  );
  await db().execute(sql`
    update privilege_claim c
    set expires_at = (date '1970-01-01' + n.day + 1)::timestamp at time zone 'UTC' - interval '5 hours 1 millisecond'
    from jsonb_to_recordset(${JSON.stringify(ending)}::jsonb) as n("regionId" integer, id uuid, day integer)
    where c.region_id = n."regionId" and c.application_id = n.id and c.status = 'confirmed'`);
}
