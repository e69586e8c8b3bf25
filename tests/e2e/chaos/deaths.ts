import { setTimeout as pause } from "node:timers/promises";
import type { World } from "./world.ts";

/** Who dies in a round, and in which moment. */
export type Death = {
  readonly names: readonly string[];
  /** PostgreSQL dies as well. */
  readonly database?: true;
  /** After so many requests were begun; while the gateway or the mail server has a message and has not answered. */
  readonly moment: { readonly request: number; readonly after: number } | "sms" | "letter";
};

/**
 * The deaths of all rounds, the same for the same numbers: each web process and each worker alone, one of each, all at
 * once, both workers with a message in the other side's hands, and PostgreSQL under all of them.
 * @param random 0 inclusive to 1 exclusive
 */
export function deathsOf(
  rounds: number,
  acts: number,
  { fleet }: Pick<World, "fleet">,
  random: () => number,
): Death[] {
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) throw new RangeError("nothing to pick from");
    return chosen;
  };
  const { webs, workers } = fleet;
  const kinds = [
    () => [pick(webs)],
    () => [pick(workers)],
    "letter",
    () => [pick(webs), pick(workers)],
    "database",
    () => [pick(webs)],
    "sms",
    () => [...webs, ...workers],
    () => [pick(workers)],
    "database",
  ] as const;
  return Array.from({ length: rounds }, (_, round): Death => {
    const kind = kinds[round % kinds.length] ?? "sms";
    // Somewhere in the time that an answer takes.
    const moment = { request: 1 + Math.floor(random() * acts), after: random() * 80 };
    if (kind === "database") return { names: [], database: true, moment };
    if (typeof kind === "string") return { names: workers, moment: kind };
    return { names: kind(), moment };
  });
}

/** Arms a death; `request` must be told of each request. @returns when it has happened */
export function arm(
  { fleet, gateway, mail, database }: Pick<World, "fleet" | "gateway" | "mail" | "database">,
  { names, moment, database: andDatabase }: Death,
): { readonly happened: Promise<void>; readonly request: () => void } {
  const { promise: happened, resolve, reject } = Promise.withResolvers<void>();
  let begun = 0;
  let armed = true;
  const kill = async (after = 0) => {
    armed = false;
    try {
      if (after > 0) await pause(after);
      await fleet.kill(names);
      if (andDatabase) {
        // Whoever starts without a database ends with a sentence, and is started again by others than this test.
        await fleet.everybody();
        await database.kill();
      }
      resolve();
    } catch (error) {
      reject(error);
    }
  };
  // Whoever asks gets no answer before the caller is dead.
  const inHands = async () => {
    if (armed) await kill();
    else await happened;
  };
  if (moment === "sms") gateway.before = inHands;
  if (moment === "letter") mail.before = inHands;
  return {
    happened,
    request: () => {
      if (typeof moment === "string" || !armed) return;
      begun += 1;
      if (begun >= moment.request) void kill(moment.after);
    },
  };
}
