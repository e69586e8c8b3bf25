import { setTimeout as pause } from "node:timers/promises";
import { paceMilliseconds } from "./recovery-limits.ts";

/** Waits until the work may show; given the milliseconds it took. */
export type Pace = (tookMilliseconds: number) => Promise<void>;

/**
 * Lets an answer out at the next multiple of the pace: registers, caches and locks take their own time with a child
 * they know, and none of it may be read from outside.
 */
export const evenPace: Pace = async (took) => {
  await pause(Math.max(1, Math.ceil(took / paceMilliseconds)) * paceMilliseconds - took);
};

/** Does the work and gives its outcome out by the pace, also when it failed. */
export async function paced<T>(pace: Pace, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    await pace(performance.now() - began);
  }
}
