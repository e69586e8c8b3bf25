import { inject } from "vitest";

/** How the state registers answer from now on, e.g. `{ birth: "silent" }`, `{ all: "normal" }`. */
export async function tellRegisters(order: Readonly<Record<string, string>>): Promise<void> {
  await put("/api/demo/registries", order);
}

/**
 * Moves the portal's clock past the ten minutes in which an answer of a register is not asked for again; `null` puts
 * it right.
 */
export async function moveClock(step: "+11m" | null): Promise<void> {
  await put("/api/demo/clock", step === null ? { reset: true } : { advance: step });
}

async function put(path: string, order: object): Promise<void> {
  const answer = await fetch(new URL(path, inject("portalUrl")), {
    method: "PUT",
    body: JSON.stringify(order),
  });
  if (!answer.ok) throw new Error(`${path} refused: ${answer.status} ${await answer.text()}`);
}
