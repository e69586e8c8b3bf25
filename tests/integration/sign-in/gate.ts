import { transaction } from "#db/client.ts";
import type { EdsVerifier } from "#lib/eds/production.ts";
import { personVerifier } from "#lib/eds/production.ts";
import { ocspRequest } from "#lib/eds/ocsp.ts";
import { judgeOcsp, type RevocationSource, unknownRevocation } from "#lib/eds/revocation.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { answerOcsp, leafOf, makeDemoCa, trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import { trustStore } from "#lib/eds/trust-store.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { listPortals, type Portal, portalBySlug } from "#lib/regions/views.ts";
import { openPortal, writeReference } from "#lib/regions/reference.ts";
import type { PersonAnswer, Registries } from "#lib/registries/ports.ts";
import { answerChallenge, type ChallengeAnswer } from "#lib/sign-in/answer-challenge.ts";
import { redeemTicket } from "#lib/sign-in/redeem-ticket.ts";
import { startChallenge } from "#lib/sign-in/start-challenge.ts";

export const now = new Date("2026-11-22T05:00:00.000Z");
export const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

export const olga = {
  iin: "910925490000",
  surname: "КИМ",
  givenName: "ОЛЬГА",
  patronymic: "СЕРГЕЕВНА",
};
export const sergey = {
  iin: "890117390005",
  surname: "КИМ",
  givenName: "СЕРГЕЙ",
  patronymic: null,
};

const names = (word: string) => ({ kk: `${word} облысы`, ru: `${word}ская область`, en: word });

/** Opens two portals in the test's database. */
export async function openPortals(): Promise<{ akmola: Portal; oral: Portal }> {
  const facts = {
    supportPhone: "+77162000200",
    officeAddress: names("Ақмола"),
    officeHours: names("Ақмола"),
    bin: null,
  };
  await transaction(async (tx) => {
    await writeReference(tx);
    const akmola = { slug: "akmola", kato: "110000000", names: names("Ақмола") };
    const oral = { slug: "oral", kato: "271010000", names: names("Орал") };
    await openPortal(tx, { ...facts, ...akmola, hasDistricts: true }, now);
    await openPortal(tx, { ...facts, ...oral, hasDistricts: false }, now);
  });
  const [akmola, oral] = await Promise.all([portalBySlug("akmola"), portalBySlug("oral")]);
  if (!akmola || !oral) throw new Error(`portals: ${(await listPortals()).length}`);
  return { akmola, oral };
}

const ca = makeDemoCa({ people: [olga, sergey], at: now });
const trust = trustStore([...trustedAuthorities(ca).values()]);
if (!trust.ok) throw new Error(trust.code);

/** The responder of the demo's authority, asked as over http, but without the wire. */
const responder: RevocationSource = {
  check: async (certificate, issuer, at) => {
    const nonce = new Uint8Array(16).fill(7);
    const response = answerOcsp(ca, ocspRequest(certificate, issuer, nonce), at);
    return judgeOcsp({ certificate, issuer, at }, response, nonce);
  },
};

export const verifier = personVerifier(trust.value, responder);
export const withoutResponder = personVerifier(trust.value, {
  check: async () => unknownRevocation("ocsp-unreachable"),
});

type Key = { readonly iin?: string; readonly variant?: LeafVariant; readonly rsa?: boolean };

/** What NCALayer gives for these bytes: an attached CMS in PEM. */
export function sign(content: Uint8Array, key: Key = {}): string {
  const leaf = leafOf(ca, key.iin ?? olga.iin, key.rsa ? "rsa" : "gost", key.variant ?? "person");
  if (!leaf) throw new Error("no such key");
  const cms = makeCms({ content, signer: leaf, attached: true, signingTime: now });
  const base64 = Buffer.from(cms).toString("base64");
  return `-----BEGIN CMS-----\n${base64.replaceAll(/.{64}/gu, "$&\n")}\n-----END CMS-----\n`;
}

export const newBrowser = (): string => newSecret();

/** The register of persons with one answer for all. */
export function registers(told: PersonAnswer): Registries {
  return {
    persons: { personByIin: async () => told },
    births: { birthOf: async () => ({ status: "not-found" }) },
    mobiles: { phoneOf: async () => ({ status: "not-found" }) },
  };
}
export const silent = registers({ status: "no-answer", reason: "timeout" });

/** A challenge for a browser, as the page asks for it. */
export async function challengeFor(portal: Portal, browserSecret: string, at = now) {
  const started = await startChallenge(
    { portal, browserSecret, address: "", origin: "https://kezek.example", locale: "ru" },
    at,
  );
  if (!started.ok) throw new Error(started.code);
  return started.value;
}

/** The answer to a challenge, with what a test wants otherwise. */
export function answer(
  portal: Portal,
  changes: Pick<ChallengeAnswer, "challengeId" | "browserSecret" | "cms"> &
    Partial<ChallengeAnswer>,
  at = now,
  verify: EdsVerifier = verifier,
) {
  return answerChallenge(
    {
      regionId: portal.id,
      regionSlug: portal.slug,
      returnTo: null,
      client: { kind: "ncalayer" },
      locale: "ru",
      requestId: "request-1",
      ...changes,
    },
    verify,
    at,
  );
}

/** A ticket in the hand of a browser. */
export async function ticketFor(portal: Portal, key: Key = {}, returnTo: unknown = null) {
  const browserSecret = newBrowser();
  const challenge = await challengeFor(portal, browserSecret);
  const cms = sign(challenge.content, key);
  const made = await answer(portal, { challengeId: challenge.id, browserSecret, cms, returnTo });
  if (!made.ok) throw new Error(made.code);
  return { token: made.value.token, browserSecret, regionId: portal.id };
}

export const entry = {
  device: "Chrome · Windows",
  address: "95.56.234.17",
  previousSessionId: null,
  requestId: "request-2",
  locale: "ru",
} as const;

/** A whole sign-in. @returns the session's and the person's id */
export async function enter(portal: Portal, key: Key = {}, at = now) {
  const entered = await redeemTicket(await ticketFor(portal, key), entry, silent, at);
  if (!entered.ok) throw new Error(entered.code);
  return entered.value;
}
