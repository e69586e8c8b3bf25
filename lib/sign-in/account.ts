import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { defaultLocale, isLocale, type Locale } from "#lib/i18n/locales.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";

/** A person who has a cabinet in a region: it came into being when they stood in its queue. */
export type Account = {
  readonly personId: string;
  /**
   * E.164: the person's own where a code has confirmed it, else the one in the latest application they signed; null where
   * there is none. A number that was only typed gets no codes.
   */
  readonly phone: string | null;
  readonly hasPassword: boolean;
  readonly locale: Locale;
};

/**
 * The cabinet of this IIN in a region: its owner applied there or is the confirmed representative of a child who
 * waits there. Null for everybody else. One query for all, so that its time tells nothing.
 */
export async function accountOf(
  from: Queryable,
  regionId: number,
  iin: string,
): Promise<Account | null> {
  const [row] = await from.execute<{
    id: string;
    phone: string | null;
    locale: string | null;
    has_password: boolean;
    has_cabinet: boolean;
  }>(sql`
    select
      p.id,
      coalesce(case when c.phone_confirmed_at is not null then c.phone end, (
        select a.phone from application a
        where a.region_id = ${regionId} and a.applicant_id = p.id and a.phone is not null
        order by a.registered_at desc limit 1
      )) as phone,
      c.locale,
      exists (select 1 from password w where w.person_id = p.id) as has_password,
      exists (
        select 1 from application a where a.region_id = ${regionId} and a.applicant_id = p.id
      ) or exists (
        select 1 from legal_representation l
        join application a on a.child_id = l.child_id and a.region_id = ${regionId}
        where l.adult_id = p.id and l.confirmed_at is not null
      ) as has_cabinet
    from person p
    left join contact c on c.person_id = p.id
    where p.iin = ${iin}`);
  if (row === undefined || !row.has_cabinet) return null;
  return {
    personId: row.id,
    phone: row.phone,
    hasPassword: row.has_password,
    locale: isLocale(row.locale) ? row.locale : defaultLocale,
  };
}

// As often as the operators' ranges are met.
const beginnings = ["+770", "+770", "+770", "+777", "+777", "+777", "+774", "+776", "+778"];

/** The masked number shown for an IIN without a cabinet: always the same one, so that asking twice tells nothing. */
export function decoyPhone(regionId: number, iin: string): string {
  const digest = Buffer.from(pseudonym("decoy-phone", `${regionId}\n${iin}`), "hex");
  const beginning = beginnings[digest.readUInt32BE(0) % beginnings.length] ?? "+770";
  const end = String(digest.readUInt32BE(4) % 10_000).padStart(4, "0");
  return `${beginning}****${end}`;
}
