import { sql } from "drizzle-orm";
import { connect, type Queryable } from "#db/client.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { packMonthsOf } from "#lib/queue/pack-months.ts";
import { type DataSet, usePortalOf } from "./full.ts";

/** The one whose pages are looked at; its queues are the longest of the million. */
export const largestRegion = 1;

/**
 * Puts into the database of a million waiting children what the pages of a parent read besides: the demo's families,
 * half a million children who have got their places, a child and an application for everybody, the moves of the queues,
 * and the watch over the registers.
 */
export async function withPeople({ url }: DataSet, now: Date): Promise<void> {
  await usePortalOf(url);
  await seedDemo(now);
  const { db, close } = connect(url, 1);
  try {
    await db.execute(sql`set statement_timeout = 0`);
    await db.execute(sql`set session_replication_role = replica`);
    await departed(db);
    await applications(db);
    await moves(db);
    await db.execute(sql`set session_replication_role = origin`);
    await db.execute(sql`vacuum analyze`);
    await packMonthsOf(largestRegion, now);
    await db.execute(sql`vacuum analyze queue_move_month`);
  } finally {
    await close();
  }
}

/** Half as many as wait, registered as they were, and gone with a place since. */
async function departed(db: Queryable): Promise<void> {
  await db.execute(sql`
    with gone as (
      insert into queue_entry
        (region_id, application_id, queue_type, district_kato, cohort, class, registered_at, waiting)
      select region_id, gen_random_uuid(), queue_type, district_kato, cohort, class, registered_at, false
      from queue_entry e
      where waiting and random() < 0.5 and not exists (
        select from application a where a.region_id = e.region_id and a.id = e.application_id)
      returning *
    ), told as (
      select *, random() as share from gone
    )
    insert into queue_event (region_id, application_id, kind, at, actor_role, legal_ground, data)
    select region_id, application_id, kind,
      date_trunc('milliseconds', registered_at + (now() - registered_at) * case kind when 'enrolled' then share else 0 end),
      'import', 'registration',
      case kind when 'enrolled'
        then '{"v": 2, "from": {"waiting": true}, "to": {"waiting": false}}'
        else jsonb_build_object('v', 2, 'queueType', queue_type, 'districtKato', district_kato, 'cohort', cohort,
          'class', class, 'seq', seq, 'waiting', true,
          'registeredAt', to_char(registered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      end
    from told cross join (values ('registered'), ('enrolled')) as step(kind)
    order by registered_at, kind desc`);
}

/** A child and an application for every entry that has none; nobody's account, as imported ones are. */
async function applications(db: Queryable): Promise<void> {
  await db.execute(sql`
    create temporary table newcomer as
    select e.region_id, e.application_id, e.queue_type, e.district_kato, e.registered_at, e.waiting, e.seq,
      gen_random_uuid() as child_id
    from queue_entry e left join application a on a.region_id = e.region_id and a.id = e.application_id
    where a.id is null`);
  await db.execute(sql`
    insert into person (id, iin, surname, given_name, source, created_at, updated_at)
    select child_id, '8' || lpad(seq::text, 11, '0'), 'A', 'B', 'paper', now(), now() from newcomer`);
  await db.execute(sql`
    insert into application (region_id, id, number, entry_code, queue_type, district_kato, child_id, status, channel,
      locale, phone, non_resident, by_guardian, registered_at, interest_due_at, watched, version)
    select region_id, application_id, 'N' || seq, 'E' || seq, queue_type, district_kato, child_id,
      case when waiting then 'REGISTERED' else 'ENROLLED' end, 'import', 'kk', '+77770001199', false, false,
      registered_at, now() + random() * interval '1 year', waiting, 1
    from newcomer`);
  await db.execute(sql`
    insert into register_watch (region_id, application_id, next_ask_at)
    select region_id, application_id, now() + random() * interval '30 days' from newcomer where waiting`);
}

/** What the triggers would have written, by one statement: of comings, holds, their ends, and places. */
async function moves(db: Queryable): Promise<void> {
  await db.execute(sql`
    insert into queue_move (region_id, event_seq, side, queue_type, district_kato, cohort, at, application_id, kind,
      entry_seq, was_class, was_registered_at, is_class, is_registered_at)
    select q.region_id, e.seq, case when comes then 1 else 0 end, q.queue_type, q.district_kato, q.cohort, e.at,
      q.application_id, e.kind, q.seq,
      case when not comes then q.class end, case when not comes then q.registered_at end,
      case when comes then q.class end, case when comes then q.registered_at end
    from queue_event e join queue_entry q using (region_id, application_id)
    cross join lateral (select e.kind in ('registered', 'released') as comes) c
    where e.kind in ('registered', 'released', 'held', 'enrolled')
      and not exists (select from queue_move m where m.region_id = e.region_id and m.event_seq = e.seq)
    order by q.region_id, q.queue_type, q.district_kato, q.cohort, e.at, e.seq`);
}
