import demo from "#db/demo/people.json" with { type: "json" };
import { type DemoCa, leafOf, makeDemoCa, trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import { loadDemoCa, saveDemoCa } from "#lib/eds/signing/demo-ca-file.ts";
import { type DemoLeaf, type LeafVariant, makeLeaf, type Person } from "#lib/eds/signing/leaf.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import type { EmulatorKeyKind, Who } from "./emulator-answer.ts";
import { type NcaTestKey, ncaTestKey } from "./nca-test-key.ts";

const day = 86_400_000;

/**
 * How far the demo's clock may go from the day the keys were made before new ones are given out. The keys that are not
 * valid yet begin after thirty days, so that they stay what they are called.
 */
const leafLife = 20 * day;

/** Authorities live from two years before their making to eight after. */
const authorityPast = 600 * day;
const authorityFuture = 7 * 365 * day;

/** The authority of the demo, kept in a folder; its keys follow the demo's clock. */
export type DemoAuthority = {
  /** The folder of the authorities to trust, for `EDS_TRUST_DIR`. */
  readonly trustFolder: string;
  /** The authority with keys that are valid at an instant of the demo's clock. */
  at(now: Date): Promise<DemoCa>;
  /** NCA RK's public test key, where its folder lies beside the project. */
  readonly ncaTest: NcaTestKey | null;
};

/** The adults and the staff of the demo: all who own a key. */
export function keyOwners(): Person[] {
  const adults = demo.adults.map(({ iin, surname, givenName, patronymic }) => ({
    iin,
    surname,
    givenName,
    patronymic,
  }));
  const staff = demo.staff.map(({ iin, name }) => {
    const [surname = "", ...rest] = name.split(" ");
    return { iin, surname, givenName: rest.join(" "), patronymic: null };
  });
  return [...adults, ...staff];
}

/**
 * Opens the authority kept in `folder` or makes one. Making takes some seconds, for the RSA keys.
 * @param now where the demo's clock stands
 */
export async function openDemoAuthority(
  folder: string,
  now: Date,
  people = keyOwners(),
): Promise<DemoAuthority> {
  const kept = await loadDemoCa(folder);
  const sound =
    kept !== null &&
    covers(kept, now) &&
    people.every(({ iin }) => leafOf(kept, iin) !== undefined);
  let ca = sound ? kept : makeDemoCa({ people, at: now });
  const ncaTest = await ncaTestKey();
  const keep = async (made: DemoCa) => {
    const trust = await saveDemoCa(folder, made);
    if (ncaTest)
      await writeTrustFolder(trust, new Map([...trustedAuthorities(made), ...ncaTest.authorities]));
    return trust;
  };
  const trustFolder = await keep(ca);
  let renewing = Promise.resolve();
  const renew = async (at: Date) => {
    if (fresh(ca, at)) return;
    ca = withNewLeaves(ca, people, at);
    await keep(ca);
  };
  const authority: DemoAuthority = {
    trustFolder,
    ncaTest,
    at: async (instant) => {
      // One after another: two renewals at once would write two files over each other.
      renewing = renewing.then(() => renew(instant));
      await renewing;
      return ca;
    },
  };
  await authority.at(now);
  return authority;
}

const variants: Record<Exclude<EmulatorKeyKind, "nca-test">, LeafVariant> = {
  valid: "person",
  revoked: "revoked",
  expired: "expired",
  "not-yet-valid": "not-yet-valid",
  "rogue-ca": "rogue",
  organisation: "head",
  "no-iin": "no-iin",
  "two-iins": "two-iins",
  "wrong-usage": "wrong-usage",
  authentication: "auth",
};

/** Somebody's key of a kind; undefined for a person whom the authority does not know. */
export function keyOf(ca: DemoCa, who: Who): DemoLeaf | undefined {
  return who.key === "nca-test" ? undefined : leafOf(ca, who.iin, who.algorithm, variants[who.key]);
}

function fresh(ca: DemoCa, at: Date): boolean {
  return Math.abs(at.getTime() - ca.madeAt.getTime()) <= leafLife;
}

function covers(ca: DemoCa, at: Date): boolean {
  const age = at.getTime() - ca.madeAt.getTime();
  return age > -authorityPast && age < authorityFuture;
}

// The same authorities and keys, new certificates. The old ones stay behind the new: what was signed with them is asked
// about again later, and a number that the responder does not know would count as never issued.
function withNewLeaves(ca: DemoCa, people: readonly Person[], at: Date): DemoCa {
  const renewed = people.flatMap((person) =>
    (["gost", "rsa"] as const).flatMap((kind) =>
      Object.values(variants).flatMap((variant) => {
        const old = leafOf(ca, person.iin, kind, variant);
        return old ? [makeLeaf({ tier: ca[kind], person, variant, key: old.key, at })] : [];
      }),
    ),
  );
  return { ...ca, madeAt: at, leaves: [...renewed, ...ca.leaves] };
}
