import type { LocalDate } from "#lib/calendar/local-date.ts";
import { quietForSms } from "#lib/calendar/quiet-hours.ts";
import type { PolicyPatch, PolicySource } from "./policy.ts";

/** A rule the portal comes with; the region is named by its slug, because its number is given by the database. */
export type DefaultPolicy = {
  readonly code: string;
  readonly region: string | null;
  readonly queueType: string | null;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly parameters: PolicyPatch;
  readonly source: PolicySource;
};

/**
 * The defaults. Numbers come from official retellings and the press, not from the order's own text, and are dated by
 * them; a region replaces them by rows of its own when it joins, without a change of code.
 */
export const defaultPolicies: readonly DefaultPolicy[] = [
  {
    code: "kz-portal",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    // Choices of the portal itself, which no text prescribes.
    parameters: {
      cohortShiftFrom: null,
      districtsRequired: false,
      privilegeExpires: false,
      severalQueueTypes: true,
      interestWindowDays: 30,
      interestReminderDays: [30, 7, 1],
      interestRestoreDays: 28,
      interestBySms: false,
      entryCodeLength: 8,
      // 20 bits, as OWASP ASVS 5 (6.5.4) and NIST 800-63B ask.
      codeLength: 6,
      codeSmsPerDay: 20_000,
      uploadMaxBytes: 10_000_000,
      uploadMaxFilesPerPaper: 5,
      uploadMaxFilesPerApplication: 20,
      draftRetentionDays: 90,
      quietFrom: quietForSms.quietFrom,
      quietTo: quietForSms.quietTo,
      quietDaysOffForSms: quietForSms.quietDaysOff,
      // An objection to what was not told may come as late as the next year's interest.
      messageRetentionDays: 400,
      // As long as a child waits for a place as a rule.
      inboxRetentionDays: 1100,
      correctionWorkingDays: 5,
      registersEveryDays: 30,
      movedGraceDays: 30,
      wishes: "by-regime",
    },
    source: { act: "portal-default", date: "2026-11-22", address: null },
  },
  {
    code: "kz-complaints",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    // Administrative Procedure Code, article 92: three months from the day one learned of the act. It is in force since
    // 01.07.2021; the term stands for earlier days too, which have no decisions of this portal.
    parameters: { appealMonths: 3 },
    source: {
      act: "code-350-vi",
      date: "2020-06-29",
      address: "https://adilet.zan.kz/rus/docs/K2000000350",
    },
  },
  {
    code: "kz-complaint-answers",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    // Law on state services, article 25: the provider answers within five working days of the registration.
    parameters: { appealAnswerWorkingDays: 5 },
    source: {
      act: "law-88-v",
      date: "2013-04-15",
      address: "https://adilet.zan.kz/rus/docs/Z1300000088",
    },
  },
  {
    code: "kz-order-172",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    parameters: { ageLimitYears: 7, minAgeMonths: 0 },
    source: {
      act: "order-172",
      date: "2015-04-07",
      address: "http://egov.kz/cms/en/articles/2Fdetskiii_sad_rk",
    },
  },
  {
    code: "kz-referral-practice",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    parameters: {
      regime: "bulletin",
      priorityRatio: 3,
      admissionFromMonths: 24,
      privilegeCheckWorkingDays: 5,
      priorityAccessDays: 3,
      priorityAccessUnit: "working",
      referralWorkingDays: 5,
      referralExtensionDays: 30,
      stopListDays: 10,
    },
    source: {
      act: "astana-education-answers",
      date: "2019-10-09",
      address: "https://bilim.astana.kz/en/archives/49434",
    },
  },
  {
    code: "kz-group-forming",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    parameters: { freeze: { from: "08-01", to: "08-31" } },
    source: {
      act: "order-595",
      date: "2018-10-30",
      address: "https://bilim.astana.kz/en/archives/49379",
    },
  },
  {
    code: "kz-manuals",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    parameters: { interestMonths: 12, residenceRequired: true },
    source: { act: "portal-manuals", date: "2026-11-22", address: null },
  },
  {
    code: "kz-choices-and-vouchers",
    region: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    // Only the two newer regimes ask for these; in force everywhere so that a region can change regime by one row.
    parameters: { maxWishes: 4, confirmDays: 2, confirmUnit: "working", restoreDays: 28 },
    source: {
      act: "voucher-pilot",
      date: "2025-06-01",
      address:
        "https://informburodata.com/novosti/kak-ustroit-rebenka-v-detskii-sad-v-kazaxstane-v-2025-godu",
    },
  },
  {
    code: "kz-order-254",
    region: null,
    queueType: null,
    validFrom: "2020-06-22",
    validTo: null,
    parameters: { ageLimitYears: 6 },
    source: {
      act: "order-254",
      date: "2020-06-19",
      address: "https://adilet.zan.kz/rus/docs/V2000020883",
    },
  },
  {
    code: "oral-codes",
    region: "oral",
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    // Manuals 000 and 001: the check code «состоящий из 4х цифр».
    parameters: { codeLength: 4 },
    source: { act: "portal-manuals", date: "2026-11-22", address: null },
  },
  {
    code: "akmola-districts",
    region: "akmola",
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    // Manual 004: the district is chosen from a list before anything else.
    parameters: { districtsRequired: true },
    source: { act: "portal-manuals", date: "2026-11-22", address: null },
  },
  {
    code: "petropavl-choices",
    region: "petropavl",
    queueType: null,
    validFrom: "2023-08-07",
    validTo: null,
    parameters: { regime: "choices", confirmUnit: "calendar" },
    source: {
      act: "unified-base-pilot",
      date: "2023-08-07",
      address: "https://nv.kz/2023/08/07/290218/",
    },
  },
  {
    code: "qosshy-vouchers",
    region: "qosshy",
    queueType: null,
    validFrom: "2025-06-01",
    validTo: null,
    parameters: { regime: "voucher" },
    source: {
      act: "voucher-pilot",
      date: "2025-06-01",
      address:
        "https://tengrinews.kz/kazakhstan_news/upustit-mesto-detskom-sadu-nujno-sdelat-31-avgusta-571999",
    },
  },
];
