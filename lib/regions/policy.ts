import { z } from "zod";
import type { LocalDate } from "#lib/calendar/local-date.ts";
import { timeOfDay } from "#lib/calendar/quiet-hours.ts";

/**
 * The rules changed at least seven times since 2015 and differ by region today, so every number is data: region ×
 * queue type × days → parameters, each with the text it rests on.
 */
export const policyParameters = z.strictObject({
  /** How places are given: bulletin and referral, ranked choices, or voucher. */
  regime: z.enum(["bulletin", "choices", "voucher"]),
  /** Ordinary children to one first-priority child. */
  priorityRatio: z.int().min(1).max(20),
  /** Month and day from which a child is counted with the next birth year; null: the calendar year. */
  cohortShiftFrom: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
    .nullable(),
  /** The application names a district, and each district has a queue of its own. */
  districtsRequired: z.boolean(),

  /** A child may be put in the queue from this age, months. */
  minAgeMonths: z.int().min(0).max(72),
  /** Places are given from this age, months; until then the queue only waits. */
  admissionFromMonths: z.int().min(0).max(72),
  /** Children who have not yet reached this age, full years. */
  ageLimitYears: z.int().min(1).max(18),
  /** The applicant must be registered, for good or for a time, where the portal serves. */
  residenceRequired: z.boolean(),
  /** A child may stand in the queues of several types at once. */
  severalQueueTypes: z.boolean(),

  /** Interest must be confirmed every so many months from the registration, or the child is taken off. */
  interestMonths: z.int().min(1).max(60),
  /** The button appears so many days before the day. */
  interestWindowDays: z.int().min(1).max(365),
  /** Reminders so many days before the day; the first one no earlier than the button. */
  interestReminderDays: z.array(z.int().min(0).max(365)).min(1).max(10),
  /** A family that was taken off because it did not answer takes its old place back, once, within so many days. */
  interestRestoreDays: z.int().min(0).max(365),
  /** «1» in answer to the reminder's SMS confirms. */
  interestBySms: z.boolean(),
  /** The office confirms a claimed privilege within so many working days. */
  privilegeCheckWorkingDays: z.int().min(1).max(60),

  /** A family mends an application that was given back within so many working days. */
  correctionWorkingDays: z.int().min(1).max(60),
  /** A family objects to a decision within so many months of it. */
  appealMonths: z.int().min(1).max(24),
  /** The office answers an objection within so many working days. */
  appealAnswerWorkingDays: z.int().min(1).max(60),
  /** The state registers are asked again about a waiting family every so many days. */
  registersEveryDays: z.int().min(1).max(365),
  /** A family that is registered elsewhere has so many days to say otherwise, before it is taken off. */
  movedGraceDays: z.int().min(7).max(365),

  /**
   * A confirmed privilege ends with the term of the paper that proved it; otherwise the paper is asked for anew when a
   * place comes.
   */
  privilegeExpires: z.boolean(),

  /** Days of choosing by order before a bulletin's places are open to all. */
  priorityAccessDays: z.int().min(0).max(30),
  priorityAccessUnit: z.enum(["working", "calendar"]),
  referralWorkingDays: z.int().min(1).max(60),
  referralExtensionDays: z.int().min(0).max(90),
  /** An unused referral holds the entry back for so many days; its place by date stays. */
  stopListDays: z.int().min(0).max(90),
  /** How many kindergartens a family may wish for. */
  maxWishes: z.int().min(1).max(20),
  /** Whether families are asked for them: where the regime reads them (ADR 025), or as the region itself says. */
  wishes: z.enum(["by-regime", "asked", "not-asked"]),
  /** Days to answer an offer or a voucher. */
  confirmDays: z.int().min(1).max(30),
  confirmUnit: z.enum(["working", "calendar"]),
  /** An entry that did not answer its voucher can be restored once within so many days. */
  restoreDays: z.int().min(0).max(90),
  /** Groups are formed and no places published between these days of the year, both included; null: never. */
  freeze: z
    .strictObject({
      from: z.string().regex(/^\d{2}-\d{2}$/),
      to: z.string().regex(/^\d{2}-\d{2}$/),
    })
    .nullable(),

  /** Digits of a one-time code. */
  codeLength: z.int().min(4).max(10),
  /** Codes sent by SMS in a day; at four fifths the operator is warned, beyond it no stranger gets one. */
  codeSmsPerDay: z.int().min(10).max(10_000_000),
  /** Letters and digits of the entry code on the notice. */
  entryCodeLength: z.int().min(6).max(16),
  uploadMaxBytes: z.int().min(100_000).max(100_000_000),
  uploadMaxFilesPerPaper: z.int().min(1).max(50),
  uploadMaxFilesPerApplication: z.int().min(1).max(100),
  /** Nobody is written to between these hours (UTC+5; equal: never quiet), except for what was just asked for. */
  quietFrom: timeOfDay,
  quietTo: timeOfDay,
  /** Nor by SMS on days off, as operators of Kazakhstan ask. */
  quietDaysOffForSms: z.boolean(),
  /** What a message was and where it went (phone, address) is kept for so many days. */
  messageRetentionDays: z.int().min(30).max(3650),
  /** The person's own copy in the cabinet, without phones and addresses. */
  inboxRetentionDays: z.int().min(30).max(3650),
  /** A draft nobody touched is erased after so many days. */
  draftRetentionDays: z.int().min(1).max(730),
});
export type PolicyParameters = z.infer<typeof policyParameters>;
export type PolicyParameter = keyof PolicyParameters;

/** What one rule states; the rest is left to wider and earlier ones. */
export const policyPatch = policyParameters.partial();
export type PolicyPatch = z.infer<typeof policyPatch>;

/** A rule as it is read: what a newer release added to it is passed over, because an older one runs beside it. */
export const storedPatch = z.object(policyParameters.shape).partial();

export const policySource = z.strictObject({
  /** The text it rests on; its name is the catalogue's `act.<code>`. */
  act: z.string().regex(/^[a-z0-9-]+$/),
  /** Of the act, or of the day when the practice was seen. */
  date: z.iso.date(),
  address: z.url().nullable(),
});
export type PolicySource = z.infer<typeof policySource>;

export type Policy = {
  readonly code: string;
  /** Null: every region. */
  readonly regionId: number | null;
  /** Null: every queue type. */
  readonly queueType: string | null;
  /** First and last day in force, both included; null: until replaced. */
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly parameters: PolicyPatch;
  readonly source: PolicySource;
};

export type PolicyInForce = {
  readonly parameters: PolicyParameters;
  /** For each parameter the rule that set it, so that a page can show the text and the date beside the number. */
  readonly origins: Readonly<Record<PolicyParameter, { code: string; source: PolicySource }>>;
};

export type PolicyQuestion = {
  readonly regionId: number;
  readonly queueType: string;
  readonly at: LocalDate;
};

/**
 * The parameters in force. Rules are laid one over another: those for all, then for a queue type, for a region, for
 * both; among equals the one that began later (then by code) lies on top.
 * @throws when the rules together leave a parameter open or make it impossible: the deployment's data is wrong then,
 * and no family should be judged by a guess.
 */
export function policyAt(policies: readonly Policy[], question: PolicyQuestion): PolicyInForce {
  const layers = policies
    .filter((policy) => applies(policy, question))
    .toSorted(
      (a, b) =>
        narrowness(a) - narrowness(b) ||
        compareText(a.validFrom, b.validFrom) ||
        compareText(a.code, b.code),
    );
  const values: Record<string, unknown> = {};
  const origins: Record<string, { code: string; source: PolicySource }> = {};
  for (const { code, source, parameters } of layers) {
    for (const [name, value] of Object.entries(parameters)) {
      if (value === undefined) continue;
      values[name] = value;
      origins[name] = { code, source };
    }
  }
  return {
    parameters: policyParameters.parse(values),
    origins: origins as PolicyInForce["origins"],
  };
}

function applies(policy: Policy, { regionId, queueType, at }: PolicyQuestion): boolean {
  return (
    (policy.regionId === null || policy.regionId === regionId) &&
    (policy.queueType === null || policy.queueType === queueType) &&
    policy.validFrom <= at &&
    (policy.validTo === null || at <= policy.validTo)
  );
}

function narrowness(policy: Policy): number {
  return (policy.regionId === null ? 0 : 2) + (policy.queueType === null ? 0 : 1);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
