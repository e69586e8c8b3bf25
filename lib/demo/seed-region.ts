import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { formatNumber } from "#lib/applications/number.ts";
import { addMonths, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { newHumanCode, newId } from "#lib/platform/ids.ts";
import { wayOf } from "./synthetic-ledger.ts";
import type { SyntheticLife } from "./synthetic-region.ts";

type Region = { readonly id: number; readonly kato: string };
type Row = Readonly<Record<string, unknown>>;

const atOnce = 5_000;

/**
 * Writes a told region into the database: everybody's rows as they stand at the end, and the whole way there in the
 * ledger, in the order of time. A few statements of thousands of rows each; the counters count themselves.
 */
export async function seedRegion(
  tx: Tx,
  region: Region,
  lives: readonly SyntheticLife[],
  now: Date,
): Promise<void> {
  const people = new Map(lives.map(({ child }) => [child, newId()]));
  const persons = [...people].map(([child, id]) => ({ ...child, id }));
  await inParts(
    tx,
    persons,
    (rows) => sql`
    insert into person (id, iin, surname, given_name, patronymic, birth_date, sex, source, created_at, updated_at)
    select id, iin, surname, "givenName", patronymic, "birthDate", sex, 'paper', ${iso(now)}, ${iso(now)}
    from jsonb_to_recordset(${rows}::jsonb) as n(id uuid, iin text, surname text, "givenName" text,
      patronymic text, "birthDate" date, sex text)`,
  );
  await known(tx, "person");
  const numbers = await tx.execute<{ n: string }>(
    sql`select nextval('application_number') as n from generate_series(1, ${lives.length})`,
  );
  const codes = new Set<string>();
  while (codes.size < lives.length) codes.add(newHumanCode(8));
  const code = codes.values();
  const written = lives.map((life, i) => {
    const number = formatNumber(life.registeredAt, region.kato, Number(numbers[i]?.n));
    const own = { life, id: newId(), number, entryCode: code.next().value };
    return { ...own, ...wayOf(life), childId: people.get(life.child) };
  });
  await inParts(
    tx,
    written.map(({ id, number, entryCode, childId, status, entry, life }, i) => ({
      id,
      number,
      entryCode,
      childId,
      status,
      queueType: entry.queueType,
      channel: i % 7 === 0 ? "paper" : "import",
      locale: i % 3 === 0 ? "ru" : "kk",
      phone: life.child.phone,
      registeredAt: life.registeredAt,
      interestDueAt: nextAnniversary(life.registeredAt, now),
    })),
    (rows) => sql`
    insert into application (region_id, id, number, entry_code, queue_type, child_id, status, channel, locale,
      phone, non_resident, by_guardian, registered_at, interest_due_at, version)
    select ${region.id}, id, number, "entryCode", "queueType", "childId", status, channel, locale, phone, false, false,
      "registeredAt", "interestDueAt", 1
    from jsonb_to_recordset(${rows}::jsonb) as n(id uuid, number text, "entryCode" text, "queueType" text,
      "childId" uuid, status text, channel text, locale text, phone text, "registeredAt" timestamptz,
      "interestDueAt" timestamptz)`,
  );
  await known(tx, "application");
  await inParts(
    tx,
    written.map(({ id, entry }, i) => ({ i, id, ...entry })),
    (rows) => sql`
    insert into queue_entry (region_id, application_id, queue_type, district_kato, cohort, class, registered_at, waiting)
    select ${region.id}, id, "queueType", '', cohort, class, "registeredAt", waiting
    from jsonb_to_recordset(${rows}::jsonb) as n(i integer, id uuid, "queueType" text, cohort integer, class text,
      "registeredAt" timestamptz, waiting boolean)
    order by i`,
  );
  await known(tx, "queue_entry");
  const events = written.flatMap(({ id, events: own }) => own.map((each) => ({ id, ...each })));
  await inParts(
    tx,
    events.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map((each, i) => ({ i, ...each })),
    // What a registration tells of its sequence number only the database knows.
    (rows) => sql`
    insert into queue_event (region_id, application_id, kind, at, actor_role, legal_ground, data)
    select ${region.id}, id, kind, at, role, ground,
      case when kind = 'registered' then data || jsonb_build_object('seq', e.seq) else data end
    from jsonb_to_recordset(${rows}::jsonb) as n(i integer, id uuid, kind text, at timestamptz, role text,
      ground text, data jsonb)
    join queue_entry e on e.region_id = ${region.id} and e.application_id = n.id
    order by i`,
  );
  const claims = written.flatMap(({ id, life: { claim } }) =>
    claim === null ? [] : [{ id: newId(), applicationId: id, ...claim }],
  );
  await inParts(
    tx,
    claims,
    (rows) => sql`
    insert into privilege_claim (region_id, id, application_id, category, status, created_at, decided_at)
    select ${region.id}, id, "applicationId", category, status, "createdAt", "decidedAt"
    from jsonb_to_recordset(${rows}::jsonb) as n(id uuid, "applicationId" uuid, category text, status text,
      "createdAt" timestamptz, "decidedAt" timestamptz)`,
  );
}

const iso = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/** Tells the planner that a table is not small any more; what it has not seen it would walk through for every row. */
async function known(tx: Tx, table: "person" | "application" | "queue_entry"): Promise<void> {
  await tx.execute(sql`analyze ${sql.identifier(table)}`);
}

/** Statement by statement, so that no single one is too long for the server's patience. */
async function inParts(
  tx: Tx,
  rows: readonly Row[],
  statement: (json: string) => SQL,
): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) {
    await tx.execute(statement(JSON.stringify(rows.slice(from, from + atOnce))));
  }
}

/** Whoever still waits has confirmed interest every year so far. */
function nextAnniversary(registeredAt: Date, now: Date): Date {
  for (let months = 12; ; months += 12) {
    const due = endOfDay(addMonths(localDateOf(registeredAt), months));
    if (due > now) return due;
  }
}
