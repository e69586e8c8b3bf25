import { inject } from "vitest";

/** How the state registers answer from now on, e.g. `{ birth: "silent" }`, `{ all: "normal" }`. */
export async function tellRegisters(order: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(new URL("/api/demo/registries", inject("portalUrl")), {
    method: "PUT",
    body: JSON.stringify(order),
  });
  if (!answer.ok) throw new Error(`the registers were not told: ${answer.status}`);
}
