import { z } from "zod";
import rows from "./territories.json" with { type: "json" };

/**
 * The part of the administrative map that the portal needs, by KATO, the classifier of administrative and territorial
 * units (nine digits: region 2, district or city administration 2, rural district or city 2, settlement 3). Whole are
 * the 20 regions, and the districts of Akmola and West Kazakhstan; the rest comes with the official file of the
 * bureau of statistics when a region joins.
 */
const territory = z.strictObject({
  kato: z.string().regex(/^\d{9}$/),
  parentKato: z
    .string()
    .regex(/^\d{9}$/)
    .nullable(),
  kind: z.enum(["region", "city", "district"]),
  names: z.strictObject({
    kk: z.string().min(1),
    ru: z.string().min(1),
    en: z.string().min(1),
  }),
});
export type Territory = z.infer<typeof territory>;

export const territories: readonly Territory[] = z.array(territory).parse(rows);

const byKato = new Map(territories.map((each) => [each.kato, each]));

export function territoryByKato(kato: string): Territory | undefined {
  return byKato.get(kato);
}

/** The 17 regions and the three cities that rank as regions, by code. */
export const topTerritories: readonly Territory[] = territories.filter(
  (each) => each.parentKato === null,
);

/** The districts and cities right below a territory, by code; empty where the map has none. */
export function territoriesWithin(kato: string): readonly Territory[] {
  return territories.filter((each) => each.parentKato === kato);
}
