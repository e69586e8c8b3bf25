import type { LocalDate } from "#lib/calendar/local-date.ts";
import type { PersonName } from "#lib/identity/name.ts";

/**
 * The state registers as the portal needs them. A port never throws: a register that does not answer is an ordinary
 * outcome, with which an application is accepted at its instant and checked later, so that an outage can change
 * nobody's place.
 */
export type RegistryName = "person" | "birth" | "mobile";

/** timeout: it took too long; down: it refused or broke; malformed: it said what cannot be read; aborted: we gave up. */
export type NoAnswerReason = "timeout" | "down" | "malformed" | "aborted";

export type RegistryAnswer<T> =
  | ({ readonly status: "found" } & T)
  | { readonly status: "not-found" }
  | { readonly status: "no-answer"; readonly reason: NoAnswerReason };

export type AskOptions = {
  /** Ends the wait from outside; the adapter's own time limit stands beside it. */
  readonly signal?: AbortSignal;
};

/** Where a person is registered to live, for good or for a time. */
export type RegisteredAddress = {
  readonly kind: "permanent" | "temporary";
  /** Nine digits; may be the code of a district or city administration instead of the settlement's. */
  readonly kato: string;
  readonly addressKk: string;
  readonly addressRu: string;
};

/** A person as the register of persons (ГБД ФЛ) knows them; names in capitals. */
export type RegisteredPerson = PersonName & {
  readonly iin: string;
  readonly birthDate: LocalDate;
  readonly sex: "female" | "male";
  readonly registration: RegisteredAddress | null;
  /** Null or absent for the living. */
  readonly deathDate?: LocalDate | null;
};

/** A record of birth in the civil register (ЗАГС). */
export type BirthRecord = {
  readonly childIin: string;
  readonly certificate: { readonly number: string; readonly issuedOn: LocalDate };
  /** IINs of the parents in the order of the certificate; null where it names none or gives no IIN. */
  readonly parents: readonly [first: string | null, second: string | null];
};

export type PersonAnswer = RegistryAnswer<{ readonly person: RegisteredPerson }>;
export type BirthAnswer = RegistryAnswer<{ readonly record: BirthRecord }>;
export type MobileAnswer = RegistryAnswer<{ readonly phone: string }>;

/** ГБД ФЛ, the state database of natural persons: adults and children by IIN. */
export type PersonRegistry = {
  readonly personByIin: (iin: string, options?: AskOptions) => Promise<PersonAnswer>;
};

/** ЗАГС, the civil register: the birth of a child and who its parents are. */
export type BirthRegistry = {
  readonly birthOf: (childIin: string, options?: AskOptions) => Promise<BirthAnswer>;
};

/** БМГ, the mobile citizens' database: the number (E.164) that a person bound to the own IIN. */
export type MobileCitizenRegistry = {
  readonly phoneOf: (iin: string, options?: AskOptions) => Promise<MobileAnswer>;
};

export type Registries = {
  readonly persons: PersonRegistry;
  readonly births: BirthRegistry;
  readonly mobiles: MobileCitizenRegistry;
};
