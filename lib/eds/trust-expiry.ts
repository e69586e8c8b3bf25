/** Something whose end stops signatures: an authority of the trust folder, or a revocation list. */
export type Lifetime = {
  readonly kind: "authority" | "list";
  readonly name: string;
  /** Instants, UTC. */
  readonly begins: Date;
  readonly ends: Date;
};

const day = 86_400_000;

/** NCA RK tells months ahead of a new authority; an operator needs some weeks to get and compare its certificate. */
const authorityNotice = 90 * day;

/**
 * Whether somebody must act soon: ninety days before an authority ends; a list when it has less than a tenth of its life
 * left, for a new one should have been there.
 */
export function endsSoon({ kind, begins, ends }: Lifetime, now: Date): boolean {
  const left = ends.getTime() - now.getTime();
  if (kind === "authority") return left < authorityNotice;
  return left < (ends.getTime() - begins.getTime()) / 10;
}
