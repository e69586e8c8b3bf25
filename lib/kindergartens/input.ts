import { z } from "zod";
import { parsePhone } from "./phone.ts";
import { ownerships, teachingLanguages, workingDays } from "./register.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
import { plainWords } from "#lib/platform/plain-words.ts";

// What an officer types or a file brings. Messages are codes; each names what is wrong with its own field.

const words = (longest: number) =>
  z.string().transform(plainWords).pipe(z.string().min(1, "empty").max(longest, "too-long"));
const twoNames = (longest: number) => z.strictObject({ kk: words(longest), ru: words(longest) });

export const localDay = z.iso.date("day");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "time");

/** Each once, in the order of the list of all. */
const several = <const T extends string>(values: readonly T[], code: string) =>
  z
    .array(z.enum(values, code))
    .min(1, code)
    .transform((list) => values.filter((value) => list.some((each) => each === value)));

const cohort = z.int("cohort").min(2000, "cohort").max(2100, "cohort");

export const kindergartenFacts = z.strictObject({
  names: twoNames(120),
  bin: z
    .string()
    .regex(/^\d{12}$/, "bin")
    .nullable(),
  districtKato: z
    .string()
    .regex(/^\d{9}$/, "district")
    .nullable(),
  address: twoNames(200),
  point: z
    .strictObject({
      latitude: z.number("point").min(-90, "point").max(90, "point"),
      longitude: z.number("point").min(-180, "point").max(180, "point"),
    })
    .nullable(),
  phone: z
    .string()
    .transform((text, context) => {
      const phone = parsePhone(text);
      if (phone === null) context.addIssue({ code: "custom", message: "phone" });
      return phone ?? "";
    })
    .nullable(),
  email: z.email("email").max(120, "too-long").nullable(),
  // No address that a browser would run.
  site: z
    .url({ protocol: /^https?$/, hostname: z.regexes.domain, error: "site" })
    .max(200, "too-long")
    .nullable(),
  ownership: z.enum(ownerships, "ownership"),
  languages: several(teachingLanguages, "language"),
  queueTypes: several(queueTypes, "queue-type"),
  hours: z
    .strictObject({ days: z.enum(workingDays, "days"), from: time, to: time })
    .refine(({ from, to }) => from < to, "hours")
    .nullable(),
  openedOn: localDay.nullable(),
});
export type KindergartenFacts = z.output<typeof kindergartenFacts>;

export const groupFacts = z
  .strictObject({
    names: twoNames(60).nullable(),
    queueType: z.enum(queueTypes, "queue-type"),
    language: z.enum(teachingLanguages, "language"),
    cohortFrom: cohort,
    cohortTo: cohort,
    capacity: z.int("capacity").min(1, "capacity").max(60, "capacity"),
    openFrom: localDay,
    openTo: localDay.nullable(),
  })
  .refine(({ cohortFrom, cohortTo }) => cohortFrom <= cohortTo && cohortTo - cohortFrom <= 6, {
    error: "cohort",
    path: ["cohortTo"],
  })
  .refine(({ openFrom, openTo }) => openTo === null || openFrom < openTo, {
    error: "day",
    path: ["openTo"],
  });
export type GroupFacts = z.output<typeof groupFacts>;
