import { z } from "zod";

/**
 * What the public log says of one event. No name, no IIN, no number, no category of a privilege, no district: the entry
 * is named by the random code that stands on the family's notice (docs/transparency.md says what remains recognisable).
 */
const leafFields = z.strictObject({
  /** Instant of the event, UTC. */
  at: z.iso.datetime({ precision: 3 }),
  /** Role that acted. */
  by: z.string().regex(/^[a-z_-]{1,40}$/),
  class: z.enum(["extraordinary", "first-priority", "ordinary"]),
  /** Birth year in whose queue the child stands. */
  cohort: z.int().min(1990).max(2100),
  entry: z.string().regex(/^[0-9A-Z]{4,16}$/),
  event: z.string().regex(/^[a-z-]{1,40}$/),
  /** Code of the legal ground. */
  ground: z.string().regex(/^[a-z][a-z-]{0,59}$/),
  queue: z.string().regex(/^[a-z-]{1,40}$/),
  region: z.string().regex(/^[a-z0-9-]{1,60}$/),
  registeredAt: z.iso.datetime({ precision: 3 }),
  /** Place in the ledger; grows within a log, with gaps. */
  seq: z.int().min(1),
  v: z.literal(1),
});

export type Leaf = z.infer<typeof leafFields>;

const order = Object.keys(leafFields.shape).toSorted();

/** The bytes that are hashed: JSON with sorted keys and no spaces. One leaf has one text and one text one leaf. */
export function leafText(leaf: Leaf): string {
  return JSON.stringify(leafFields.parse(leaf), order);
}

/** The leaf of a text, or null for a text that `leafText` would not have written. */
export function readLeaf(text: string): Leaf | null {
  const parsed = leafFields.safeParse(jsonOf(text));
  return parsed.success && leafText(parsed.data) === text ? parsed.data : null;
}

/** @returns undefined when it is no JSON */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The end of a log's name, by which a leaf of another region is recognised. */
export function logPath(region: string): string {
  return `/api/v1/${region}/log`;
}
