import { median } from "./rows.ts";

export type Load = {
  /** Answers per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p99: number;
};

/** `clients` that ask one after another for `seconds`. */
export async function load(
  clients: number,
  seconds: number,
  ask: () => Promise<unknown>,
): Promise<Load> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const from = performance.now();
        await ask();
        times.push(performance.now() - from);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  return {
    rate: times.length / took,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? median(times),
  };
}

/** Begins `perSecond` deeds a second, however long each takes, while `work` runs. @returns how many really were done */
export async function beside<T>(
  perSecond: number,
  deed: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly perSecond: number }> {
  let begun = 0;
  let done = 0;
  const open = new Set<Promise<unknown>>();
  const from = performance.now();
  const timer = setInterval(() => {
    for (const due = ((performance.now() - from) / 1000) * perSecond; begun < due; begun += 1) {
      const one = deed().then(() => (done += 1));
      open.add(one);
      void one.finally(() => open.delete(one));
    }
  }, 5);
  const result = await work();
  const seconds = (performance.now() - from) / 1000;
  clearInterval(timer);
  const rate = done / seconds;
  await Promise.all(open);
  return { result, perSecond: rate };
}
