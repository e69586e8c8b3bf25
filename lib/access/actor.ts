import type { SignInMethod } from "#db/schema/sessions.ts";
import type { Locale } from "#lib/i18n/locales.ts";

/**
 * Roles that are granted. A family needs no grant: whoever is signed in acts for the own children, staff as well as
 * others, so «parent» is what every person is.
 */
export const staffRoles = [
  "kindergarten_head",
  "officer",
  "region_admin",
  "auditor",
  "platform_admin",
] as const;
export type StaffRole = (typeof staffRoles)[number];

export type RoleGrant = {
  readonly role: StaffRole;
  /** Null only for the platform's administrator, who belongs to no region. */
  readonly regionId: number | null;
  readonly kindergartenId?: string;
};

/**
 * How sure we are who it is: strong is EDS or eGov Mobile, two-factor is a staff member's password with a code, light is
 * a password or a code.
 */
export type Strength = "light" | "two-factor" | "strong";

export type Anonymous = { readonly kind: "anonymous"; readonly locale: Locale };

export type PersonActor = {
  readonly kind: "person";
  readonly personId: string;
  readonly iin: string;
  readonly strength: Strength;
  readonly method: SignInMethod;
  readonly roles: readonly RoleGrant[];
  readonly sessionId: string;
  /** The phone was replaced by answers less than 72 hours ago: a light sign-in must not give anything away. */
  readonly onHold: boolean;
  readonly locale: Locale;
};

/** Who asks. Every command and view takes one as its first argument. */
export type Actor = Anonymous | PersonActor;

export function anonymous(locale: Locale): Anonymous {
  return { kind: "anonymous", locale };
}
