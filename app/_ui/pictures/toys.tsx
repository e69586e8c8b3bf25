import { Felt } from "./felt.tsx";

/** The felt toys on wheels that stand for the queue everywhere in the portal; each about 70 wide and 70 high. */
export type ToyName = "camel" | "lamb" | "foal" | "leopard";

/** One toy on a patch of sky: the figure of a card. Decoration, silent for a screen reader. */
export function Toy({ name }: { readonly name: ToyName }) {
  return (
    <svg
      viewBox="-12 -82 100 92"
      aria-hidden="true"
      className="h-16 w-18 shrink-0 rounded-card bg-felt-air"
    >
      <Felt name={name} />
    </svg>
  );
}

/** The order in which toys stand in every queue, so that a queue looks the same on every page. */
const order: readonly ToyName[] = ["lamb", "camel", "leopard", "foal"];
const STEP = 84;

type ToyQueueProps = {
  /** How many toys stand before yours; a picture shows up to four of any queue. */
  readonly ahead: number;
  readonly className?: string;
};

/** A queue of toys on one string, going right to the yurt; the last one, with a flag, is yours. Decoration. */
export function ToyQueue({ ahead, className }: ToyQueueProps) {
  const shown = Math.max(0, Math.min(4, Math.floor(ahead)));
  const width = (shown + 2) * STEP;
  return (
    <svg viewBox={`0 -100 ${width} 106`} aria-hidden="true" className={className}>
      <path
        d={`M30-14H${width - 40}`}
        strokeWidth="2.500"
        strokeDasharray="1 6"
        strokeLinecap="round"
        className="stroke-felt-plum"
      />
      <path
        d={`M0 1h${width}`}
        strokeWidth="2.500"
        strokeLinecap="round"
        className="stroke-felt-grass"
      />
      <Felt name="foal" transform="translate(4)" />
      <path d="M31-40v-54" strokeWidth="2.500" strokeLinecap="round" className="stroke-felt-clay" />
      <path d="M32-94l22 8-22 8z" className="fill-felt-apricot" />
      {order.slice(0, shown).map((name, index) => (
        <Felt key={name} name={name} transform={`translate(${(index + 1) * STEP + 4})`} />
      ))}
      <Felt name="yurt" transform={`translate(${(shown + 1) * STEP + 6})`} />
    </svg>
  );
}
