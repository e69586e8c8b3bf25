import { setTimeout as pause } from "node:timers/promises";
import { closeDb, db } from "#db/client.ts";
import { policy } from "#db/schema/regions.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { newId } from "#lib/platform/ids.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { ask } from "./http.ts";

/** From now on Akmola asks for wishes; waits until a page of them is there. */
export async function askForWishes(
  databaseUrl: string,
  page: { readonly url: string; readonly cookie: string },
): Promise<void> {
  useTestEnvironment({ DATABASE_URL: databaseUrl });
  try {
    const portal = await portalBySlug("akmola");
    if (portal === null) throw new Error("Akmola is not there");
    await db()
      .insert(policy)
      .values({
        code: `bench-${newId()}`,
        regionId: portal.id,
        queueType: null,
        validFrom: "2026-01-01",
        validTo: null,
        parameters: { wishes: "asked" },
        source: { act: "portal-default", date: "2026-11-22", address: null },
      });
  } finally {
    await closeDb();
  }
  // The portal remembers its rules for five seconds.
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(250)) {
    if ((await ask(page.url, { cookie: page.cookie })).status === 200) return;
  }
  throw new Error("the portal asks for no wishes");
}
