import { z } from "zod";

const names = z.strictObject({
  kk: z.string().min(1),
  ru: z.string().min(1),
  en: z.string().min(1),
});
const instant = z.iso.datetime({ offset: true });

/**
 * What the notice of registration says, frozen in the moment of registration: the paper, its page and its public check
 * tell the same for ever, whatever is renamed or moved afterwards.
 */
export const noticeFacts = z.strictObject({
  regionSlug: z.string().min(1),
  regionNames: names,
  /** Of the education office: its phone in E.164 and its address. */
  supportPhone: z.string().min(1),
  officeAddresses: names,
  /** Interest must be confirmed every so many months. */
  interestMonths: z.int().positive(),
  number: z.string().min(1),
  entryCode: z.string().min(1),
  /** The legal instant of the place in the queue, ISO 8601. */
  registeredAt: instant,
  queueType: z.enum(["general", "special-correctional", "special", "sanatorium"]),
  /** Null where the region does not split its queue by district. */
  districtNames: names.nullable(),
  childName: z.string().min(1),
  /** As `maskIin` shows it: 2303****0008. */
  childIinMasked: z.string().regex(/^\d{4}\*{4}\d{4}$/),
  childBirthDate: z.iso.date(),
  applicantName: z.string().min(1),
  cohort: z.int(),
  class: z.enum(["extraordinary", "first-priority", "ordinary"]),
  position: z.int().positive(),
  /** «Не дальше чем»: where newcomers with a right to go first can push the child at most; null where nothing bounds it. */
  worstPosition: z.int().positive().nullable(),
  /** How many stand in this queue. */
  total: z.int().positive(),
  positionAt: instant,
  /** Codes of the categories claimed, as in `privilege.category.<code>`. */
  privileges: z.array(z.string().min(1)),
  /** Registers that did not answer in time: the place is kept, they are asked again. */
  checksPending: z.array(z.enum(["person", "residence", "kinship"])),
  nonResident: z.boolean(),
  signer: z.strictObject({
    name: z.string().min(1),
    /** Serial number of the certificate, lower-case hex. */
    serial: z.string().min(1),
    algorithm: z.enum(["gost-2015-512", "gost-2015-256", "rsa-sha256"]),
  }),
});

export type NoticeFacts = z.infer<typeof noticeFacts>;
