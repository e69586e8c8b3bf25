/** The one source of «now». Rules take the instant as an argument; only commands and jobs hold a clock. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** A clock that stands still, for tests and for recomputing the past. */
export function fixedClock(at: Date | string): Clock {
  const instant = new Date(at);
  return () => new Date(instant);
}

/** A clock moved by `offset` milliseconds against another: the demo's «next week». */
export function shiftedClock(base: Clock, offset: number): Clock {
  return () => new Date(base().getTime() + offset);
}
