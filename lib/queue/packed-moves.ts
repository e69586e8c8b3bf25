import type { QueueEventKind } from "./ledger.ts";
import { compareMoments, type QueueMove, type StandingInQueue } from "./moves.ts";
import type { EntryClass, QueueKey } from "./order.ts";

// The moves of one queue in a month, as few bytes as they need: a year of the largest queue is 40 pages instead of 380.
// Each move is told by the one before it, in numbers of seven bits a byte (LEB128; below zero: zigzag).

/** Before the first move; another one means another way of writing, so that old rows stay readable. */
const version = 1;
/** A row must lie in one page of 8 kB with its key. */
const most = 7_900;

// By this place in the list each kind is written: add at the end, take nothing out. The frequent ones take one byte.
const kinds: readonly QueueEventKind[] = [
  "registered",
  "enrolled",
  "referred",
  "withdrawn",
  "removed",
  "held",
  "released",
  "restored",
  "refused",
  "moved",
  "corrected",
  "privilege-claimed",
  "privilege-confirmed",
  "privilege-refused",
  "privilege-expired",
  "privilege-given-up",
];
const classes: readonly (EntryClass | null)[] = [
  null,
  "ordinary",
  "first-priority",
  "extraordinary",
];

/**
 * The moves of one queue in one month, in parts that each fit a row. One row for none, so that a month without moves is
 * known as such.
 * @param start of the month; no move is earlier
 */
export function packMoves(moves: readonly QueueMove[], start: Date): Uint8Array[] {
  const parts: number[][] = [];
  let bytes: number[] = [];
  let before = { at: start.getTime(), eventSeq: 0, entrySeq: 0 };
  const begin = () => {
    bytes = [version];
    before = { at: start.getTime(), eventSeq: 0, entrySeq: 0 };
    parts.push(bytes);
  };
  begin();
  for (const move of moves.toSorted(compareMoments)) {
    // The longest move: five numbers of at most eight bytes.
    if (bytes.length > most - 48) begin();
    const at = move.at.getTime();
    const { was, is, eventSeq, entrySeq } = move;
    const since = (standing: StandingInQueue) => signed(at - standing.registeredAt.getTime());
    const apart = was && is && was.registeredAt.getTime() !== is.registeredAt.getTime();
    const standing = classes.indexOf(was?.class ?? null) * 4 + classes.indexOf(is?.class ?? null);
    write(bytes, at - before.at);
    write(bytes, signed(eventSeq - before.eventSeq));
    write(bytes, signed(entrySeq - before.entrySeq));
    write(bytes, (kindNumber(move.kind) * 16 + standing) * 2 + (apart ? 1 : 0));
    if (was) write(bytes, since(was));
    if (is && (apart || !was)) write(bytes, since(is));
    before = { at, eventSeq, entrySeq };
  }
  return parts.map((part) => Uint8Array.from(part));
}

/**
 * @param start the one it was packed with
 * @throws RangeError for bytes that `packMoves` has not written
 */
export function unpackMoves(bytes: Uint8Array, key: QueueKey, start: Date): QueueMove[] {
  if (bytes[0] !== version) throw new RangeError(`moves packed in version ${bytes[0]}`);
  const moves: QueueMove[] = [];
  const read = reader(bytes, 1);
  let [at, eventSeq, entrySeq] = [start.getTime(), 0, 0];
  while (read.more()) {
    at += read.next();
    eventSeq += unsigned(read.next());
    entrySeq += unsigned(read.next());
    const code = read.next();
    const kind = kinds[Math.floor(code / 32)];
    if (kind === undefined) throw new RangeError(`a packed move of the kind ${code}`);
    const standing = (entryClass: EntryClass | null | undefined, registeredAt: number) =>
      entryClass
        ? { class: entryClass, registeredAt: new Date(registeredAt), seq: entrySeq }
        : null;
    const [wasClass, isClass] = [classes[(code >> 3) & 3], classes[(code >> 1) & 3]];
    const former = wasClass ? at - unsigned(read.next()) : at;
    const latter = isClass && (code & 1 || !wasClass) ? at - unsigned(read.next()) : former;
    const [was, is] = [standing(wasClass, former), standing(isClass, latter)];
    moves.push({ eventSeq, at: new Date(at), kind, entrySeq, key, was, is });
  }
  return moves;
}

function kindNumber(kind: QueueEventKind): number {
  const number = kinds.indexOf(kind);
  if (number < 0) throw new RangeError(`«${kind}» moves nobody`);
  return number;
}

/** 0, −1, 1, −2, 2 … as 0, 1, 2, 3, 4 …: what is near 0 stays short. */
function signed(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unsigned(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

// Divided, not shifted: instants and numbers of events are larger than 32 bits.
function write(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

function reader(bytes: Uint8Array, from: number) {
  let position = from;
  return {
    more: () => position < bytes.length,
    next: (): number => {
      let value = 0;
      for (let weight = 1; ; weight *= 128) {
        const byte = bytes[position];
        if (byte === undefined) throw new RangeError("packed moves end too early");
        position += 1;
        value += (byte % 128) * weight;
        if (byte < 128) return value;
      }
    },
  };
}
