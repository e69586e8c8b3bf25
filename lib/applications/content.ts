import { z } from "zod";
import { queueTypes } from "#lib/regions/queue-types.ts";
import { canonicalJson } from "./canonical.ts";

const text = z.string().max(400);
const iin = z.string().regex(/^\d{12}$/);
const names = z.strictObject({ kk: text, ru: text, en: text });
const person = {
  iin,
  surname: text,
  givenName: text,
  patronymic: text.nullable(),
  birthDate: z.iso.date().nullable(),
};

/**
 * The application as it is signed. The first field keeps it apart from every other text a person signs on the portal,
 * so that a signature to enter can never be passed off as an application, nor the other way round.
 */
export const applicationContent = z.strictObject({
  kind: z.literal("kezek-application/1"),
  /** The request to sign: one per composed text. */
  request: z.uuid(),
  /** The portal that asks, by its address. */
  portal: z.url(),
  /** The screen shows it too, and a telephone that signs: what does not match is another text. Not in older texts. */
  code: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  composedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  language: z.enum(["kk", "ru", "en"]),
  region: z.strictObject({ slug: text, kato: z.string().regex(/^\d{9}$/), names }),
  district: z.strictObject({ kato: z.string().regex(/^\d{9}$/), names }).nullable(),
  queueType: z.enum(queueTypes),
  applicant: z.strictObject({
    ...person,
    address: z.strictObject({ kk: text, ru: text }).nullable(),
    source: z.enum(["register", "certificate", "declared", "paper"]),
  }),
  contacts: z.strictObject({ email: text, phone: text, secondPhone: text.nullable() }),
  child: z.strictObject({ ...person, source: z.enum(["register", "declared"]) }),
  relation: z.enum(["parent", "guardian"]),
  nonResident: z.boolean(),
  privileges: z.array(text).max(5),
  attachments: z
    .array(
      z.strictObject({
        id: z.uuid(),
        paper: text,
        name: text,
        size: z.int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(100),
  /** Registers that were silent when the text was composed; the portal asks them again. */
  checksPending: z.array(z.enum(["person", "residence", "kinship"])),
  personalDataConsent: z.literal(true),
});
export type ApplicationContent = z.infer<typeof applicationContent>;

/** The bytes to sign: canonical JSON, UTF-8. */
export function encodeContent(content: ApplicationContent): Uint8Array {
  return new TextEncoder().encode(canonicalJson(written(applicationContent.parse(content))));
}

// What is absent is not written at all.
function written({ code, ...rest }: ApplicationContent) {
  return code === undefined ? rest : { ...rest, code };
}

/**
 * The application out of the bytes that were frozen; the page that shows it and the command that registers it both
 * read these, so that what is seen, signed and registered is one text.
 * @throws when the bytes are none of ours
 */
export function decodeContent(bytes: Uint8Array): ApplicationContent {
  return applicationContent.parse(
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)),
  );
}
