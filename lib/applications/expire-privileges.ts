import { and, eq, gt, inArray, isNotNull, lte } from "drizzle-orm";
import { db, type Tx } from "#db/client.ts";
import { application, privilegeClaim } from "#db/schema/applications.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { addDays, endOfDay, type LocalDate, localDateOf } from "#lib/calendar/local-date.ts";
import { inTurn } from "#lib/platform/in-turn.ts";
import { requestContext } from "#lib/platform/request-context.ts";
import type { PrivilegeCategory } from "#lib/privileges/categories.ts";
import { paperGoodUntil } from "#lib/privileges/rules.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
import { listPortals, policyFor } from "#lib/regions/views.ts";
import { claimsOf, type ClaimRow, endClaim, holderOf } from "./claims.ts";
import { type ApplicationRow, takeStep } from "./deed.ts";
import { oneByOne } from "./one-by-one.ts";
import { classWithout } from "./privilege-change.ts";
import { isAtRest, statuses } from "./status.ts";
import { tellFamily } from "./tell-family.ts";

/** Days before the end of a paper's term at which the family is told. */
const noticeDays = 10;
const batch = 5_000;

/**
 * The last moment for which a confirmed claim is proven, by the day on which its papers were issued: the end of the last
 * day of the paper that ends first; null where none has a term. What a desk stores when it confirms.
 */
export function provenUntil(category: PrivilegeCategory, issuedOn: LocalDate): Date | null {
  const [first] = category.papers
    .flatMap((paper) => paperGoodUntil(paper, issuedOn) ?? [])
    .toSorted();
  return first === undefined ? null : endOfDay(first);
}

/**
 * Ends the confirmed claims whose paper's term is over, and tells of those that end soon, in the regions whose policy
 * says so. Elsewhere the paper is asked for anew when a place comes, and the term costs nobody its place before. Only
 * while no place is being given; twice is as good as once.
 * @returns how many were ended
 */
export async function expirePrivileges(now: Date): Promise<number> {
  const horizon = endOfDay(addDays(localDateOf(now), noticeDays));
  let ended = 0;
  const queues = await queuesWithTerms(now);
  await inTurn(
    queues.flatMap((queue) => [
      async () =>
        oneByOne(await confirmedClaims(queue, new Date(0), now), async (tx, row, { claimId }) => {
          if (await expire(tx, row, claimId, now)) ended += 1;
        }),
      async () =>
        oneByOne(await confirmedClaims(queue, now, horizon), (tx, row, { claimId }) =>
          tellOfEnd(tx, row, claimId, now),
        ),
    ]),
  );
  return ended;
}

type Queue = { readonly regionId: number; readonly queueType: string };

/** Those in which a paper's term ends a privilege: claims of the others are over for years, and would fill each run. */
async function queuesWithTerms(now: Date): Promise<readonly Queue[]> {
  const found: Queue[] = [];
  for (const { id: regionId } of await listPortals()) {
    for (const queueType of queueTypes) {
      const { parameters } = await policyFor({ regionId, queueType, at: now });
      if (parameters.privilegeExpires) found.push({ regionId, queueType });
    }
  }
  return found;
}

type Due = {
  readonly regionId: number;
  readonly applicationId: string;
  readonly claimId: string;
};

async function confirmedClaims(
  { regionId, queueType }: Queue,
  after: Date,
  until: Date,
): Promise<readonly Due[]> {
  return await db()
    .select({
      regionId: privilegeClaim.regionId,
      applicationId: privilegeClaim.applicationId,
      claimId: privilegeClaim.id,
    })
    .from(privilegeClaim)
    .innerJoin(
      application,
      and(
        eq(application.regionId, privilegeClaim.regionId),
        eq(application.id, privilegeClaim.applicationId),
      ),
    )
    .where(
      and(
        eq(privilegeClaim.regionId, regionId),
        eq(application.queueType, queueType),
        inArray(application.status, [...statuses.filter(isAtRest)]),
        eq(privilegeClaim.status, "confirmed"),
        isNotNull(privilegeClaim.expiresAt),
        gt(privilegeClaim.expiresAt, after),
        lte(privilegeClaim.expiresAt, until),
      ),
    )
    .orderBy(privilegeClaim.expiresAt)
    .limit(batch);
}

/** The claim behind the application's lock; null where its term ends nothing any more. */
async function stillConfirmed(
  tx: Tx,
  row: ApplicationRow,
  claimId: string,
  now: Date,
): Promise<{ readonly claim: ClaimRow; readonly claims: readonly ClaimRow[] } | null> {
  const { regionId, queueType } = row;
  const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
  const claims = await claimsOf(tx, row);
  const claim = claims.find((each) => each.id === claimId);
  if (!parameters.privilegeExpires || !isAtRest(holderOf(row, claims).status)) return null;
  return claim?.status === "confirmed" && claim.expiresAt !== null ? { claim, claims } : null;
}

async function expire(tx: Tx, row: ApplicationRow, claimId: string, now: Date): Promise<boolean> {
  const found = await stillConfirmed(tx, row, claimId, now);
  if (found === null) return false;
  const { claim, claims } = found;
  const { regionId, id, number } = row;
  const { category } = claim;
  await endClaim(tx, claim, "expired", now);
  const next = classWithout(claims, category, localDateOf(now));
  await takeStep(tx, row, {
    kind: "privilege-expired",
    at: now,
    actorRole: "system",
    legalGround: "paper-term",
    data: { claimId, category },
    change: { class: next },
  });
  await recordAudit(tx, {
    actor: anonymous("kk"),
    action: "application.privilege.expire",
    role: "system",
    regionId,
    subject: { kind: "application", id },
    concernsId: row.childId,
    detail: { number, category, class: next },
    requestId: requestContext()?.requestId ?? null,
    at: now,
  });
  const cause = `privilege-expired:${claimId}:${claim.expiresAt?.getTime()}`;
  const news = { cause, template: "privilege-expired", params: { number } } as const;
  await tellFamily(tx, row, { ...news, prescribed: true }, now);
  return true;
}

async function tellOfEnd(tx: Tx, row: ApplicationRow, claimId: string, now: Date): Promise<void> {
  const found = await stillConfirmed(tx, row, claimId, now);
  const end = found?.claim.expiresAt ?? null;
  if (end === null) return;
  const cause = `privilege-ending:${claimId}:${end.getTime()}`;
  const params = { number: row.number, until: localDateOf(end) };
  const news = { cause, template: "privilege-ending", params, expiresAt: end } as const;
  await tellFamily(tx, row, news, now);
}
