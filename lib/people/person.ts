import type { LocalDate } from "#lib/calendar/local-date.ts";

/** What the portal knows of a person, adult or child. */
export type PersonFacts = {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: LocalDate | null;
  readonly sex: "female" | "male" | null;
  readonly registration: {
    readonly kind: "permanent" | "temporary";
    readonly kato: string;
    readonly addressKk: string;
    readonly addressRu: string;
  } | null;
};

/** How we know it. A better source is never overwritten by a weaker one. */
export type PersonSource = "register" | "certificate" | "declared" | "paper";

const weight: Record<PersonSource, number> = { declared: 0, paper: 1, certificate: 2, register: 3 };

/** Whether facts of `next` may replace facts of `current`: the register beats all, and news of it beats old news. */
export function replaces(next: PersonSource, current: PersonSource): boolean {
  return weight[next] >= weight[current];
}

export type StoredPerson = PersonFacts & {
  readonly id: string;
  readonly source: PersonSource;
  readonly checkedAt: Date | null;
};
