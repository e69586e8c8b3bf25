/**
 * An expected outcome of a rule or a command. What may go wrong in the ordinary course of things is a code that the
 * page translates; an exception is a bug.
 */
export type Result<T, E extends string = string, D = undefined> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: E; readonly detail: D };

export type Failure<E extends string = string, D = undefined> = {
  readonly ok: false;
  readonly code: E;
  readonly detail: D;
};

export function ok(): { readonly ok: true; readonly value: undefined };
export function ok<T>(value: T): { readonly ok: true; readonly value: T };
export function ok<T>(value?: T) {
  return { ok: true as const, value };
}

export function fail<E extends string>(code: E): Failure<E>;
export function fail<E extends string, D>(code: E, detail: D): Failure<E, D>;
export function fail<E extends string, D>(code: E, detail?: D) {
  return { ok: false as const, code, detail };
}
