import { inject } from "vitest";
import { closeDb } from "#db/client.ts";
import { useTestEnvironment } from "./environment.ts";

/** Makes `db()` of this test file mean the running portal's database: to look at what was stored. */
export function usePortalDatabase(): void {
  useTestEnvironment({ DATABASE_URL: inject("portalDatabaseUrl") });
}

/**
 * Does something in the running portal's own database, as its desks and jobs would, and lets go of it.
 * @param databaseUrl of another portal than the one of the run
 */
export async function inPortal<T>(
  work: () => Promise<T>,
  databaseUrl = inject("portalDatabaseUrl"),
): Promise<T> {
  useTestEnvironment({ DATABASE_URL: databaseUrl });
  try {
    return await work();
  } finally {
    await closeDb();
  }
}

/** Closes or opens the emulator of NCALayer, or kills the web process (it is back when this returns). */
export async function control(
  deed: "emulator-stop" | "emulator-start" | "web-crash",
): Promise<void> {
  const answer = await fetch(`${inject("controlUrl")}/${deed}`, { method: "POST" });
  if (answer.status !== 204) throw new Error(`${deed} failed`);
}

/**
 * Tells the emulator its next answer, as `PUT /api/demo/emulator` takes it, e.g.
 * `{ signer: "910925490000", algorithm: "rsa" }`, `{ cancel: true }`, `{ key: "revoked" }`.
 */
export async function tellEmulator(order: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await fetch(new URL("/api/demo/emulator", inject("portalUrl")), {
    method: "PUT",
    body: JSON.stringify(order),
  });
  if (!answer.ok) throw new Error(`the emulator was not told: ${answer.status}`);
}
