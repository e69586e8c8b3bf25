import { AeroplaneChild, Grandmother, PaperAeroplane } from "./people.tsx";
import { toys } from "./toys.tsx";

/**
 * The picture of the home page: the steppe, a child with a paper aeroplane, toys on one string on their way, and a
 * grandmother on the bench. `wide` for screens where the words stand above the ground. Decoration, silent.
 */
export function Steppe({ className }: { readonly className?: string }) {
  const { camel: Camel, lamb: Lamb, foal: Foal, leopard: Leopard } = toys;
  return (
    <svg
      viewBox="0 0 1200 330"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
      className={className}
    >
      <circle cx="960" cy="84" r="46" className="fill-felt-sun" />
      <g className="fill-surface">
        <path d="M690 96c0-12 10-20 21-18 5-14 26-16 34-3 12-4 24 4 23 15 11 0 14 16 2 18h-72c-12 0-13-11-8-12z" />
        <path d="M250 60c0-9 8-15 16-13 4-11 20-12 26-2 9-3 18 3 17 11 9 0 11 12 2 14h-55c-9 0-10-9-6-10z" />
      </g>
      <path
        d="M0 214c120-44 240-66 380-30 130 34 240 20 370-18 160-46 310-30 450 30v134H0z"
        className="fill-felt-far"
      />
      <path
        d="M0 258c170-46 330-40 500-12 180 30 330 12 470-18 90-18 160-14 230 4v98H0z"
        className="fill-felt-hill"
      />
      <path d="M0 296c200-18 420-14 640-8 210 6 390 0 560-14v56H0z" className="fill-felt-grass" />
      <g transform="translate(300 299)">
        <AeroplaneChild />
      </g>
      <path
        d="M398 168c40-26 66 22 104-4 34-24 46-44 76-46"
        fill="none"
        strokeWidth="2.500"
        strokeDasharray="1 8"
        strokeLinecap="round"
        className="stroke-felt-plum"
      />
      <g transform="translate(600 112) scale(1.250)">
        <PaperAeroplane />
      </g>
      <path
        d="M450 283h290"
        strokeWidth="2.500"
        strokeDasharray="1 7"
        strokeLinecap="round"
        className="stroke-felt-plum"
      />
      <g transform="translate(430 298)">
        <Lamb />
      </g>
      <g transform="translate(512 298)">
        <Camel />
      </g>
      <g transform="translate(606 298)">
        <Leopard />
      </g>
      <g transform="translate(690 297)">
        <Foal />
      </g>
      <g transform="translate(778 296)">
        <Grandmother />
      </g>
      <g className="fill-felt-hill">
        <path d="M180 304l5-16 5 16zM192 305l6-22 5 22zM1050 292l5-17 5 17zM1062 292l7-24 5 24zM60 304l5-18 5 18zM1130 288l5-15 5 15z" />
      </g>
    </svg>
  );
}

/** One scene for a page beside its words: the grandmother waits, or the child greets. */
export function SmallScene({
  who,
  className,
}: {
  readonly who: "grandmother" | "child";
  readonly className?: string;
}) {
  return (
    <svg viewBox="0 0 220 190" aria-hidden="true" focusable="false" className={className}>
      <path d="M0 190c30-44 90-66 136-54 40 10 66 26 84 54z" className="fill-felt-far" />
      <path d="M6 190c50-22 160-24 208 0z" className="fill-felt-grass" />
      {who === "grandmother" ? (
        <g transform="translate(36 176)">
          <Grandmother />
        </g>
      ) : (
        <>
          <g transform="translate(40 177)">
            <AeroplaneChild />
          </g>
          <g transform="translate(150 44)">
            <PaperAeroplane />
          </g>
        </>
      )}
    </svg>
  );
}
