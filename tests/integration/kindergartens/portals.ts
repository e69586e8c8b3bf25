import { transaction } from "#db/client.ts";
import { demoPortals } from "#lib/demo/portals.ts";
import { seedKindergartens } from "#lib/demo/seed-kindergartens.ts";
import { openPortal } from "#lib/regions/reference.ts";
import type { DemoSize } from "#lib/demo/size.ts";

export const now = new Date("2026-11-22T09:00:00Z");

/** Opens the demo's portals with their kindergartens, without a single child. @returns ids by slug */
export async function openKindergartens(size: DemoSize = "small"): Promise<Map<string, number>> {
  return await transaction(async (tx) => {
    const ids = new Map<string, number>();
    for (const portal of demoPortals) ids.set(portal.slug, await openPortal(tx, portal, now));
    const regionOf = (slug: string) => ({ id: ids.get(slug) ?? 0 });
    await seedKindergartens(tx, regionOf, size, now);
    return ids;
  });
}
