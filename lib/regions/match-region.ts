/** Enough of a portal to tell whom it serves. */
export type Served = { readonly kato: string };

/**
 * The leading digits shared by everything inside a KATO unit: `110000000` → `11`, `113200000` → `1132`. The groups
 * are 2-2-2-3, so zeros are cut by group: `113200000` must not become `1132` by luck and `271010000` not `27101`.
 */
export function katoPrefix(kato: string): string {
  const groups = [kato.slice(0, 2), kato.slice(2, 4), kato.slice(4, 6), kato.slice(6, 9)];
  while (groups.length > 1 && /^0+$/.test(groups.at(-1) ?? "")) groups.pop();
  return groups.join("");
}

/**
 * What a portal serves. The city itself (`271010000` Oral) stands in KATO inside its city administration
 * (`271000000`), beside the settlements that the same education office looks after (Zachagansk), and registers give
 * either code for a townsman. So a portal opened under the city's own code serves the whole administration.
 */
export function servedPrefix(portalKato: string): string {
  return /^\d{4}10000$/.test(portalKato) && !/^\d{2}00/.test(portalKato)
    ? portalKato.slice(0, 4)
    : katoPrefix(portalKato);
}

/**
 * The portal to which a registration belongs: the one with the longest matching prefix, so that Qosshy (111600000)
 * is not Akmola (110000000). Null where no portal serves the place, and where the code is no KATO.
 */
export function portalOf<P extends Served>(kato: string, portals: readonly P[]): P | null {
  if (!/^\d{9}$/.test(kato)) return null;
  return longest(kato, portals, (portal) => servedPrefix(portal.kato));
}

/** Whether a registration with this code lets a family apply in this portal (manual 004: registration is required). */
export function isRegisteredIn(
  kato: string | null | undefined,
  portal: Served,
  portals: readonly Served[],
): boolean {
  return typeof kato === "string" && portalOf(kato, portals)?.kato === portal.kato;
}

/** The district of the portal in which a registration lies, to be offered first; null where none fits. */
export function districtOf<D extends Served>(kato: string, districts: readonly D[]): D | null {
  return longest(kato, districts, (district) => katoPrefix(district.kato));
}

function longest<T>(kato: string, all: readonly T[], prefixOf: (each: T) => string): T | null {
  let best: { each: T; length: number } | null = null;
  for (const each of all) {
    const prefix = prefixOf(each);
    if (kato.startsWith(prefix) && prefix.length > (best?.length ?? 0)) {
      best = { each, length: prefix.length };
    }
  }
  return best === null ? null : best.each;
}
