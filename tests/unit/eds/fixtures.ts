import { parseCertificate } from "#lib/eds/certificate.ts";
import type { Certificate } from "#lib/eds/certificate.ts";
import { leafOf, makeDemoCa, trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import type { DemoCa } from "#lib/eds/signing/demo-ca.ts";
import type { KeyKind } from "#lib/eds/signing/keys.ts";
import type { DemoLeaf, LeafVariant, Person } from "#lib/eds/signing/leaf.ts";
import { trustStore } from "#lib/eds/trust-store.ts";
import type { TrustStore } from "#lib/eds/trust-store.ts";
import { verifySignedMessage } from "#lib/eds/verify.ts";
import type { Verification, VerifyInput } from "#lib/eds/verify.ts";

export const at = new Date("2026-06-01T09:00:00Z");

export const aigerim: Person = {
  iin: "870612490009",
  surname: "САПАРОВА",
  givenName: "АЙГЕРІМ",
  patronymic: "ДӘУЛЕТҚЫЗЫ",
};

export const algorithms = ["gost", "rsa"] as const satisfies readonly KeyKind[];

export const content = new TextEncoder().encode("Кезекке қою туралы өтініш\n");

let made: DemoCa | undefined;

/** One authority for all tests of a file: RSA keys take a while. */
export function demoCa(): DemoCa {
  made ??= makeDemoCa({ people: [aigerim], at });
  return made;
}

export function leaf(algorithm: KeyKind, variant: LeafVariant = "person"): DemoLeaf {
  const found = leafOf(demoCa(), aigerim.iin, algorithm, variant);
  if (found === undefined) throw new Error(`no ${algorithm} ${variant} key`);
  return found;
}

export function trust(
  certificates: Iterable<Uint8Array> = trustedAuthorities(demoCa()).values(),
): TrustStore {
  const store = trustStore([...certificates]);
  if (!store.ok) throw new Error(store.code);
  return store.value;
}

export function certificate(der: Uint8Array): Certificate {
  const parsed = parseCertificate(der);
  if (parsed === null) throw new Error("the certificate cannot be read");
  return parsed;
}

/** Verifies as the portal does with a parent's application, but for what `change` says. */
export function verify(cms: Uint8Array, change: Partial<VerifyInput> = {}): Verification {
  return verifySignedMessage({
    cms,
    content,
    purpose: "sign",
    holder: "person",
    trust: trust(),
    at,
    ...change,
  });
}

export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

export function shifted(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}

export const minute = 60_000;
export const day = 86_400_000;
