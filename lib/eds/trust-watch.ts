import { gauge } from "#lib/platform/metrics.ts";
import { log } from "#lib/platform/log.ts";
import { nameOid } from "./oids.ts";
import { valuesOf } from "./names.ts";
import { trustedNow } from "./production.ts";
import { endsSoon, type Lifetime } from "./trust-expiry.ts";

const hour = 3_600_000;

/** What one look found: the ends, soonest first, and the lists that help nobody. */
export type TrustLook = {
  readonly at: Date;
  readonly lifetimes: readonly Lifetime[];
  readonly useless: readonly { readonly url: string; readonly reason: string }[];
};

/**
 * Keeps the metric of this process: looks now and every hour at what signatures hang on. It warns of nothing, for every
 * web process does it; the warnings are one worker's, once a day.
 * @param now the portal's clock
 * @returns ends the looking
 */
export function measureTrust(now: () => Promise<Date>): () => void {
  const look = async () => {
    try {
      await lookAtTrust(await now());
    } catch (error) {
      log.error("The trusted authorities could not be looked at", { error });
    }
  };
  void look();
  const hourly = setInterval(() => void look(), hour);
  hourly.unref();
  return () => clearInterval(hourly);
}

/** Looks at the authorities and revocation lists, and gives their ends as a metric. */
export async function lookAtTrust(now: Date): Promise<TrustLook> {
  const found = await trustedNow();
  if (found === null) return { at: now, lifetimes: [], useless: [] };
  const authorities = found.trust.authorities.map(
    ({ subject, fingerprint, notBefore, notAfter }): Lifetime => {
      const [name = ""] = valuesOf(subject, nameOid.commonName);
      const named = `${name} ${fingerprint.slice(0, 8)}`;
      return { kind: "authority", name: named, begins: notBefore, ends: notAfter };
    },
  );
  const lists = found.lists.flatMap(({ url, state }): Lifetime[] =>
    state.status === "usable"
      ? [{ kind: "list", name: url, begins: state.thisUpdate, ends: state.nextUpdate }]
      : [],
  );
  const useless = found.lists.flatMap(({ url, state }) =>
    state.status === "usable" ? [] : [{ url, reason: state.status }],
  );
  const lifetimes = [...authorities, ...lists].toSorted(
    (a, b) => a.ends.getTime() - b.ends.getTime(),
  );
  for (const { kind, name, ends } of lifetimes) {
    const help = "When an authority or revocation list that signatures hang on ends, Unix time";
    gauge("kezek_eds_trust_expires_seconds", help, ends.getTime() / 1000, { kind, name });
  }
  return { at: now, lifetimes, useless };
}

/** Says in the log what ends soon, has ended, or cannot be had. */
export function warnOfEnds({ at, lifetimes, useless }: TrustLook): void {
  for (const each of useless) log.warn("A revocation list is of no use", each);
  for (const each of lifetimes) {
    if (!endsSoon(each, at)) continue;
    const { kind, name, ends } = each;
    const words = ends <= at ? "has ended" : "ends soon";
    const what = kind === "authority" ? "A trusted authority" : "A revocation list";
    log.warn(`${what} ${words}`, { name, ends: ends.toISOString() });
  }
}
