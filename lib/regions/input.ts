import { z } from "zod";
import { policyPatch, policySource } from "./policy.ts";
import { isQueueType } from "./queue-types.ts";
import { territoryByKato } from "./territories.ts";

/** Parts of addresses that are pages of their own (app/[locale]). */
const reserved: readonly string[] = ["find", "no-message"];

const text = z.string().trim().min(1).max(300);
const names = z.strictObject({ kk: text, ru: text, en: text });

/** A portal as whoever runs the installation describes it. */
export const regionInput = z.strictObject({
  /** Its part of every address; never changes. */
  slug: z
    .string()
    .regex(/^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,39}$/, { error: "slug-shape" })
    .refine((slug) => !reserved.includes(slug), { error: "slug-reserved" }),
  kato: z.string().refine((kato) => territoryByKato(kato) !== undefined, { error: "no-kato" }),
  /** As on the map where they are absent. */
  names: names.optional(),
  /** E.164; offices have landlines. */
  supportPhone: z.string().regex(/^\+7\d{10}$/, { error: "phone-shape" }),
  officeAddress: names,
  officeHours: names,
  bin: z
    .string()
    .regex(/^\d{12}$/, { error: "bin-shape" })
    .nullable()
    .default(null),
  /** The districts below it on the map are chosen from, and have queues of their own where a rule says so. */
  hasDistricts: z.boolean().default(false),
});
export type RegionInput = z.output<typeof regionInput>;

/** A rule of one region; what it does not state stays as wider and earlier rules have it. */
export const ruleInput = z.strictObject({
  /** Its name on record, e.g. `oral-2027-codes`. */
  code: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])$/, { error: "code-shape" }),
  /** Null: every kind of queue. */
  queueType: z.string().refine(isQueueType, { error: "no-queue-type" }).nullable().default(null),
  /** First and last day, UTC+5, both included; null: until replaced. */
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null),
  parameters: policyPatch.refine((given) => Object.keys(given).length > 0, { error: "empty" }),
  source: policySource,
});
export type RuleInput = z.output<typeof ruleInput>;
