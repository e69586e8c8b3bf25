import { z } from "zod";
import demo from "#db/demo/people.json" with { type: "json" };
import type { BirthRecord, RegisteredPerson } from "./ports.ts";

/** All that the three sandbox registers know about one person. */
export type SandboxPerson = {
  readonly person: RegisteredPerson;
  /** The number bound in the mobile citizens' database. */
  readonly phone: string | null;
  readonly birth: BirthRecord | null;
};

/** People by IIN; the demo adds a second one with its synthetic families. */
export type PeopleSource = (iin: string) => Promise<SandboxPerson | null>;

const iin = z.string().regex(/^\d{12}$/);
const human = {
  iin,
  surname: z.string().min(1),
  givenName: z.string().min(1),
  patronymic: z.string().min(1).nullable(),
  birthDate: z.iso.date(),
  sex: z.enum(["female", "male"]),
};
const people = z.object({
  adults: z.array(
    z.object({
      ...human,
      mobilePhone: z
        .string()
        .regex(/^\+7\d{10}$/)
        .nullable(),
      registration: z
        .object({
          kind: z.enum(["permanent", "temporary"]),
          kato: z.string().regex(/^\d{9}$/),
          addressKk: z.string().min(1),
          addressRu: z.string().min(1),
        })
        .nullable(),
    }),
  ),
  children: z.array(
    z.object({
      ...human,
      birthCertificate: z.object({ number: z.string().min(1), issuedOn: z.iso.date() }),
      parents: z.tuple([iin.nullable(), iin.nullable()]),
    }),
  ),
});

let index: ReadonlyMap<string, SandboxPerson> | undefined;

/** The families of the demo and of every test. */
export const demoPeople: PeopleSource = async (wanted) => {
  index ??= indexDemo();
  return index.get(wanted) ?? null;
};

function indexDemo(): ReadonlyMap<string, SandboxPerson> {
  const { adults, children } = people.parse(demo);
  const byIin = new Map<string, SandboxPerson>();
  for (const { mobilePhone, ...person } of adults) {
    byIin.set(person.iin, { person, phone: mobilePhone, birth: null });
  }
  for (const { birthCertificate, parents, ...child } of children) {
    // The list gives children no address; they live where the first parent who has one is registered.
    const registration =
      parents
        .map((parent) => (parent === null ? null : byIin.get(parent)?.person.registration))
        .find((each) => each !== null && each !== undefined) ?? null;
    byIin.set(child.iin, {
      person: { ...child, registration },
      phone: null,
      birth: { childIin: child.iin, certificate: birthCertificate, parents },
    });
  }
  return byIin;
}
