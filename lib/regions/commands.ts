import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { policy, region } from "#db/schema/regions.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { type LocalDate, localDateOf } from "#lib/calendar/local-date.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { RegionInput, RuleInput } from "./input.ts";
import { type PolicyInForce, policyAt } from "./policy.ts";
import { queueTypes } from "./queue-types.ts";
import { openPortal } from "./reference.ts";
import { territoryByKato } from "./territories.ts";
import { listPolicies } from "./views.ts";

// What whoever runs the installation does at the machine: opens portals and dates their rules.

/**
 * Opens a region's portal; doing it twice does it once.
 * @returns `exists`: one is open under this name or for this territory, and is described otherwise
 */
export async function createRegion(
  given: RegionInput,
  now: Date,
): Promise<Result<{ readonly id: number; readonly created: boolean }, "exists">> {
  const territory = territoryByKato(given.kato);
  if (territory === undefined) throw new Error("the input was not read");
  const portal = { ...given, names: given.names ?? territory.names };
  return await transaction(async (tx) => {
    await tx.execute(sql`lock table region in share row exclusive mode`);
    const open = await tx.select().from(region);
    const known = open.find(({ slug, kato }) => slug === portal.slug || kato === portal.kato);
    if (known !== undefined) {
      const { id, openedAt } = known;
      const isSame = isDeepStrictEqual(known, { ...portal, id, openedAt });
      return isSame ? ok({ id, created: false }) : fail("exists");
    }
    const id = await openPortal(tx, portal, now);
    await record(tx, "region.create", id, { kind: "region", id: portal.slug }, {}, now);
    return ok({ id, created: true });
  });
}

/** Whether the rules leave no question open, and what they then say of each kind of queue, on the rule's first day. */
export type RuleEffect = Readonly<Record<string, PolicyInForce["parameters"]>>;

/**
 * Dates a rule of a region. Rules are history: one on record is never changed, a later one lies over it; and none begins
 * before today, for what was decided by yesterday's rules stays decided.
 * @param apply false: nothing is written, only what it would come to is told
 * @returns `exists`: another rule has this name · `in-the-past` · `ends-before-it-begins` · `unknown-act`: no page could
 * name the text it rests on · `impossible`: with the others it makes no whole
 */
export async function dateRule(
  { regionId, rule, apply }: { regionId: number; rule: RuleInput; apply: boolean },
  now: Date,
): Promise<
  Result<
    { readonly written: boolean; readonly effect: RuleEffect },
    "exists" | "in-the-past" | "ends-before-it-begins" | "unknown-act" | "impossible"
  >
> {
  if (rule.validTo !== null && rule.validTo < rule.validFrom) return fail("ends-before-it-begins");
  if (!translator(defaultLocale).has(`act.${rule.source.act}`)) return fail("unknown-act");
  return await transaction(async (tx) => {
    await tx.execute(sql`lock table policy in share row exclusive mode`);
    const rules = await listPolicies(tx);
    const known = rules.find(({ code }) => code === rule.code);
    if (known !== undefined) {
      if (!isDeepStrictEqual(known, { ...rule, regionId })) return fail("exists");
      return ok({ written: false, effect: effectOn(rules, regionId, rule.validFrom) });
    }
    if (rule.validFrom < localDateOf(now)) return fail("in-the-past");
    let effect: RuleEffect;
    try {
      effect = effectOn([...rules, { ...rule, regionId }], regionId, rule.validFrom);
    } catch {
      return fail("impossible");
    }
    if (!apply) return ok({ written: false, effect });
    await tx.insert(policy).values({ ...rule, regionId });
    const subject = { kind: "policy", id: rule.code };
    await record(tx, "region.policy", regionId, subject, { parameters: rule.parameters }, now);
    return ok({ written: true, effect });
  });
}

/** The parameters of each kind of queue on a day. @throws when the rules leave one open */
function effectOn(
  rules: Parameters<typeof policyAt>[0],
  regionId: number,
  at: LocalDate,
): RuleEffect {
  return Object.fromEntries(
    queueTypes.map((queueType) => [
      queueType,
      policyAt(rules, { regionId, queueType, at }).parameters,
    ]),
  );
}

async function record(
  tx: Tx,
  action: string,
  regionId: number,
  subject: { readonly kind: string; readonly id: string },
  detail: Record<string, unknown>,
  at: Date,
): Promise<void> {
  const actor = anonymous(defaultLocale);
  await recordAudit(tx, { actor, action, role: "operator", regionId, subject, detail, at });
}
