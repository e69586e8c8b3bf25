import { join } from "node:path";
import { type EmbeddedOptions, startEmbedded } from "#db/embedded.ts";
import { readPostmaster } from "#db/embedded-server.ts";

/** From when to when nobody could write, by the clock of this machine. */
type Outage = { readonly from: number; readonly to: number };

/** A PostgreSQL that may be killed, and is back on its port with everything that it acknowledged. */
export type KillableDatabase = {
  readonly url: string;
  /** SIGKILL to the postmaster, and a new one on the same data. @returns milliseconds until it took connections again */
  kill(): Promise<number>;
  /** How long each of them was away, milliseconds. */
  readonly absences: readonly number[];
  /** Whether it was away at some moment since then, or a short while before: pools notice it late. */
  wasAwaySince(instant: number): boolean;
  /** The same of one moment. */
  wasAwayAt(instant: number): boolean;
  stop(): Promise<void>;
};

// A connection that died is found out when it is next asked for.
const noticedWithin = 15_000;

/** @param options as for any embedded server; acknowledged commits are kept unless it says otherwise */
export async function startKillable(options: EmbeddedOptions): Promise<KillableDatabase> {
  const wanted = { disposable: true, keepsCommits: true, ...options };
  let running = await startEmbedded(wanted);
  const { url } = running;
  const port = Number(new URL(url).port);
  const absences: number[] = [];
  const outages: Outage[] = [];
  let since: number | null = null;
  return {
    url,
    absences,
    kill: async () => {
      const postmaster = readPostmaster(join(options.folder, "data"));
      if (postmaster === undefined) throw new Error("there is no postmaster to kill");
      since = Date.now();
      const began = performance.now();
      process.kill(postmaster.pid, "SIGKILL");
      running = await startEmbedded({ ...wanted, port });
      const took = performance.now() - began;
      absences.push(took);
      outages.push({ from: since, to: Date.now() });
      since = null;
      return took;
    },
    wasAwaySince: (instant) =>
      since !== null || outages.some(({ to }) => to + noticedWithin >= instant),
    wasAwayAt: (instant) =>
      outages.some(({ from, to }) => from <= instant && instant <= to + noticedWithin),
    stop: () => running.stop(),
  };
}
