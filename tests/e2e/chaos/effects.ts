import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";

/**
 * From now on the database itself writes down each effect of a job in the moment it is committed: a message that
 * changed its state, a file that was drawn, a job that the clock added.
 */
export async function countEffects(): Promise<void> {
  await db().execute(sql`create table chaos_effect (what text not null, id text not null)`);
  await db().execute(sql`
    create function chaos_note() returns trigger language plpgsql as $$
    begin
      if tg_table_name = 'message' then
        insert into chaos_effect values ('message ' || new.state, new.id::text);
      elsif tg_table_name = 'issued_document' then
        insert into chaos_effect values ('document drawn', new.id::text);
      elsif new.payload->'_cron' is not null then
        insert into chaos_effect
          select case when (new.payload->'_cron'->>'backfilled')::boolean then 'made up ' else 'clock ' end
            || identifier, new.payload->'_cron'->>'ts'
          from graphile_worker._private_tasks where id = new.task_id;
      end if;
      return null;
    end $$`);
  await db().execute(sql`create table chaos_given_back (id text not null)`);
  await db().execute(sql`
    create function chaos_give_back() returns trigger language plpgsql as $$
    begin
      insert into chaos_given_back values ('job-' || new.id);
      return null;
    end $$`);
  // What failed is unlocked too, with its error and for later.
  await db().execute(sql`
    create trigger chaos_give_back after update on graphile_worker._private_jobs
    for each row when (old.locked_by is not null and new.locked_by is null
      and new.last_error is not distinct from old.last_error)
    execute function chaos_give_back()`);
  await db().execute(sql`
    create trigger chaos_note after update on message
    for each row when (old.state is distinct from new.state) execute function chaos_note()`);
  await db().execute(sql`
    create trigger chaos_note after update on issued_document
    for each row when (old.storage_key is distinct from new.storage_key)
    execute function chaos_note()`);
  await db().execute(sql`
    create trigger chaos_note after insert on graphile_worker._private_jobs
    for each row execute function chaos_note()`);
}

/** What took effect more than once. */
export async function twice(): Promise<string[]> {
  const rows = await db().execute<{ what: string; id: string; n: number }>(sql`
    select what, id, count(*)::int as n from chaos_effect group by what, id having count(*) > 1`);
  return rows.map(({ what, id, n }) => `${what} ${id}: ${n} times`);
}

/** The jobs that were taken from a worker who had fallen silent. */
export async function givenBack(): Promise<ReadonlySet<string>> {
  const rows = await db().execute<{ id: string }>(sql`select distinct id from chaos_given_back`);
  return new Set(rows.map(({ id }) => id));
}

/** How many effects of each kind there were. */
export async function effects(): Promise<Readonly<Record<string, number>>> {
  const rows = await db().execute<{ kind: string; n: number }>(sql`
    select what as kind, count(*)::int as n from chaos_effect group by 1`);
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
}

/** As if nobody had worked for a day: the clock's jobs of that time are made up by whoever begins next. */
export async function missADay(): Promise<void> {
  await db().execute(sql`
    update graphile_worker._private_known_crontabs
    set known_since = now() - interval '2 days', last_execution = now() - interval '1 day 10 minutes'`);
}

/** What still has to be done: jobs of the queue, and events that the public log lacks. */
export async function owed(): Promise<number> {
  const [row] = await db().execute<{ n: number }>(sql`
    select ((select count(*) from graphile_worker._private_jobs)
      + (select count(*) from queue_event) - (select count(*) from log_leaf))::int as n`);
  return row?.n ?? 0;
}

export type Written = {
  readonly draftId: string;
  readonly number: string | null;
  readonly applications: number;
  readonly waiting: number;
  readonly events: number;
  readonly evidence: number;
  readonly notices: number;
  readonly drawn: number;
  readonly sms: number;
  readonly letters: number;
  readonly audits: number;
  readonly used: boolean;
};

/** What there is of each application that was composed. */
export async function writtenOf(draftIds: readonly string[]): Promise<Written[]> {
  return [
    ...(await db().execute<Written>(sql`
      select d.id as "draftId",
        (select min(a.number) from application a where a.draft_id = d.id) as number,
        (select count(*)::int from application a where a.draft_id = d.id) as applications,
        (select count(*)::int from application a join queue_entry e
          on e.region_id = a.region_id and e.application_id = a.id
          where a.draft_id = d.id and e.waiting) as waiting,
        (select count(*)::int from application a join queue_event e
          on e.region_id = a.region_id and e.application_id = a.id where a.draft_id = d.id) as events,
        (select count(*)::int from signature_evidence e where e.subject_id = r.id) as evidence,
        (select count(*)::int from application a join issued_document i
          on i.region_id = a.region_id and i.application_id = a.id where a.draft_id = d.id) as notices,
        (select count(*)::int from application a join issued_document i
          on i.region_id = a.region_id and i.application_id = a.id
          where a.draft_id = d.id and i.storage_key is not null) as drawn,
        (select count(*)::int from application a join message m
          on m.cause = 'registered:' || a.id and m.channel = 'sms' where a.draft_id = d.id) as sms,
        (select count(*)::int from application a join message m
          on m.cause = 'registered:' || a.id and m.channel = 'email' where a.draft_id = d.id) as letters,
        (select count(*)::int from application a join audit_entry t
          on t.subject_id = a.id::text and t.action = 'application.submit'
          where a.draft_id = d.id) as audits,
        r.state = 'used' and d.submitted_at is not null as used
      from application_draft d
      join signing_request r on r.region_id = d.region_id and r.draft_id = d.id
      where d.id = any(${sql`array[${sql.join(
        draftIds.map((id) => sql`${id}::uuid`),
        sql`, `,
      )}]`})`)),
  ];
}
