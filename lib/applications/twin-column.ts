import { sql, type SQL } from "drizzle-orm";
import { application } from "#db/schema/applications.ts";
import { legalRepresentation, person } from "#db/schema/people.ts";

export type TwinLine = {
  readonly number: string;
  /** Whether the two take places together. */
  readonly together: boolean;
};

const adultsOf = (child: SQL): SQL => sql`(
  select array_agg(adult.adult_id order by adult.adult_id) from ${legalRepresentation} adult
  where adult.child_id = ${child} and adult.confirmed_at is not null)`;

/**
 * A column of the journal's questions about applications and their children: the twins' applications that belong to
 * `personId` too. The same in SQL as `areTwins` of `twins.ts`, which a test holds it to; sought among the children of
 * the person who asks, who are few.
 */
export const twinLines: SQL<TwinLine[]> = sql`(
  select coalesce(
    json_agg(
      json_build_object(
        'number', twin.number, 'together', coalesce(twin.group_id = ${application.groupId}, false))
      order by twin.number),
    '[]')
  from (
    select child_id from ${legalRepresentation}
    where adult_id = ${sql.placeholder("personId")} and confirmed_at is not null
    union
    select child_id from ${application} where applicant_id = ${sql.placeholder("personId")}
  ) mine
  join ${application} twin on twin.child_id = mine.child_id
  join ${person} born on born.id = twin.child_id
  where twin.region_id = ${application.regionId} and twin.queue_type = ${application.queueType}
    and twin.child_id <> ${application.childId}
    and twin.district_kato is not distinct from ${application.districtKato}
    and twin.status not in ('DRAFT', 'ENROLLED', 'WITHDRAWN', 'REFUSED', 'REMOVED')
    and ${application.status} not in ('DRAFT', 'ENROLLED', 'WITHDRAWN', 'REFUSED', 'REMOVED')
    and (twin.applicant_id = ${sql.placeholder("personId")} or not twin.by_guardian)
    and born.birth_date is not null and ${person.birthDate} is not null
    and greatest(born.birth_date, ${person.birthDate})
      <= least(born.birth_date, ${person.birthDate}) + interval '1 month'
    and (twin.applicant_id = ${application.applicantId}
      or (not twin.by_guardian and not ${application.byGuardian}
        and ${adultsOf(sql`twin.child_id`)} = ${adultsOf(sql`${application.childId}`)})))`;
