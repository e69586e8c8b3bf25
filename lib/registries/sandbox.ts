import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { AskOptions, Registries, RegistryAnswer, RegistryName } from "./ports.ts";
import { demoPeople, type PeopleSource, type SandboxPerson } from "./sandbox-people.ts";

/** How a sandbox register behaves: set on the demo page, per register, so that every failure can be lived through. */
export const sandboxMode = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("normal") }),
  /** Answers after so many milliseconds. */
  z.strictObject({ kind: z.literal("slow"), ms: z.int().min(1).max(120_000) }),
  /** Takes the question and never answers. */
  z.strictObject({ kind: z.literal("silent") }),
  /** Refuses at once. */
  z.strictObject({ kind: z.literal("down") }),
  /** Answers, but knows nobody. */
  z.strictObject({ kind: z.literal("empty") }),
]);
export type SandboxMode = z.infer<typeof sandboxMode>;

/** What the register of persons has learned of somebody since the demo's list was made. */
export const sandboxNews = z.enum(["dead", "moved"]);
export type SandboxNews = z.infer<typeof sandboxNews>;

export type SandboxOptions = {
  /** Asked before every answer, so that a change takes effect at once and in every process. */
  readonly mode: (registry: RegistryName) => Promise<SandboxMode>;
  /** People beside the demo's own list. */
  readonly people?: PeopleSource;
  /** News of a person, by IIN. */
  readonly news?: (iin: string) => Promise<SandboxNews | null>;
  /** How long a register may take, milliseconds. */
  readonly timeoutMs?: number;
  /** Waits for so many milliseconds, or throws when the signal ends it; tests give their own. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Longer than any time limit: «never», as far as a question is concerned. */
const never = 2 ** 31 - 1;

const waitForReal = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal });
};

/** Almaty: a city that no portal of the demo serves. */
const elsewhere = {
  kind: "permanent",
  kato: "750000000",
  addressKk: "Алматы қаласы",
  addressRu: "город Алматы",
} as const;

function withNews(known: SandboxPerson | null, news: SandboxNews | null): SandboxPerson | null {
  if (known === null || news === null) return known;
  const { person } = known;
  return news === "dead"
    ? { ...known, person: { ...person, deathDate: dayOfSadNews } }
    : { ...known, person: { ...person, registration: elsewhere } };
}

const dayOfSadNews = "2026-11-01";

/** The three registers answering from a list of invented people. Refused in production by the environment's check. */
export function sandboxRegistries(options: SandboxOptions): Registries {
  const { mode, people, news, timeoutMs = 5_000, wait = waitForReal } = options;

  const find = async (iin: string): Promise<SandboxPerson | null> =>
    (await demoPeople(iin)) ?? (await people?.(iin)) ?? null;

  async function ask<T extends object>(
    registry: RegistryName,
    iin: string,
    asked: AskOptions,
    pick: (known: SandboxPerson) => T | null,
  ): Promise<RegistryAnswer<T>> {
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = asked.signal === undefined ? limit : AbortSignal.any([asked.signal, limit]);
    try {
      const behaviour = await mode(registry);
      if (behaviour.kind === "down") return { status: "no-answer", reason: "down" };
      if (behaviour.kind === "slow") await wait(behaviour.ms, signal);
      if (behaviour.kind === "silent") await wait(never, signal);
      signal.throwIfAborted();
      if (behaviour.kind === "empty") return { status: "not-found" };
      const known = withNews(await find(iin), (await news?.(iin)) ?? null);
      const picked = known === null ? null : pick(known);
      return picked === null ? { status: "not-found" } : { status: "found", ...picked };
    } catch {
      if (!signal.aborted) return { status: "no-answer", reason: "down" };
      const late = signal.reason instanceof DOMException && signal.reason.name === "TimeoutError";
      return { status: "no-answer", reason: late ? "timeout" : "aborted" };
    }
  }

  return {
    persons: {
      personByIin: (iin, asked = {}) => ask("person", iin, asked, ({ person }) => ({ person })),
    },
    births: {
      birthOf: (childIin, asked = {}) =>
        ask("birth", childIin, asked, ({ birth }) => (birth === null ? null : { record: birth })),
    },
    mobiles: {
      phoneOf: (iin, asked = {}) =>
        ask("mobile", iin, asked, ({ phone }) => (phone === null ? null : { phone })),
    },
  };
}
