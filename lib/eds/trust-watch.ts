import { gauge } from "#lib/platform/metrics.ts";
import { log } from "#lib/platform/log.ts";
import { nameOid } from "./oids.ts";
import { valuesOf } from "./names.ts";
import { trustedNow } from "./production.ts";
import { endsSoon, type Lifetime } from "./trust-expiry.ts";

const day = 86_400_000;

/**
 * Looks now and once a day at what signatures hang on: says in the log what ends soon or cannot be had, and gives the
 * ends as a metric.
 * @param now the portal's clock
 * @returns ends the looking
 */
export function watchTrust(now: () => Promise<Date>): () => void {
  const look = async () => {
    try {
      await lookAtTrust(await now());
    } catch (error) {
      log.error("The trusted authorities could not be looked at", { error });
    }
  };
  void look();
  const daily = setInterval(() => void look(), day);
  daily.unref();
  return () => clearInterval(daily);
}

/** One look; returns what was found, soonest end first. */
export async function lookAtTrust(now: Date): Promise<readonly Lifetime[]> {
  const found = await trustedNow();
  if (found === null) return [];
  const authorities = found.trust.authorities.map(
    ({ subject, fingerprint, notBefore, notAfter }): Lifetime => {
      const [name = ""] = valuesOf(subject, nameOid.commonName);
      const named = `${name} ${fingerprint.slice(0, 8)}`;
      return { kind: "authority", name: named, begins: notBefore, ends: notAfter };
    },
  );
  const lists = found.lists.flatMap(({ url, state }): Lifetime[] => {
    if (state.status === "usable") {
      return [{ kind: "list", name: url, begins: state.thisUpdate, ends: state.nextUpdate }];
    }
    log.warn("A revocation list is of no use", { url, reason: state.status });
    return [];
  });
  const all = [...authorities, ...lists].toSorted((a, b) => a.ends.getTime() - b.ends.getTime());
  for (const each of all) {
    const { kind, name, ends } = each;
    const help = "When an authority or revocation list that signatures hang on ends, Unix time";
    gauge("kezek_eds_trust_expires_seconds", help, ends.getTime() / 1000, { kind, name });
    if (!endsSoon(each, now)) continue;
    const words = ends <= now ? "has ended" : "ends soon";
    const what = kind === "authority" ? "A trusted authority" : "A revocation list";
    log.warn(`${what} ${words}`, { name, ends: ends.toISOString() });
  }
  return all;
}
