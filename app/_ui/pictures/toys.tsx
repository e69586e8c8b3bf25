/**
 * The felt toys on wheels that stand for the queue everywhere in the portal. Each is drawn facing right, its wheels on
 * the line y = 0, about 70 wide and 70 high, so that any number of them can stand one behind another.
 */
export type ToyName = "camel" | "lamb" | "foal" | "leopard" | "yurt";

const wheels = (x1: number, x2: number) => (
  <>
    {[x1, x2].map((x) => (
      <g key={x}>
        <circle cx={x} cy="-7" r="7" className="fill-felt-bark" />
        <circle cx={x} cy="-7" r="2.500" className="fill-felt-sun" />
      </g>
    ))}
  </>
);

const eye = (x: number, y: number) => <circle cx={x} cy={y} r="1.800" className="fill-felt-bark" />;

function Camel() {
  return (
    <>
      <path d="M8-22v12h7v-10zM42-22v12h7v-10z" className="fill-felt-clay" />
      <path
        d="M3-30c0-10 5-13 9-13 2-9 5-14 9-14s7 6 9 12c2-7 5-12 9-12s7 7 8 15c4 0 6-2 7-7l2-14c0-5 4-8 9-8 6 0 10 3 10 6 0 4-5 4-9 4l-3 22c-1 10-7 18-17 18H12c-6 0-9-4-9-9z"
        className="fill-felt-sand"
      />
      <path
        d="M14-50c2-5 4-7 7-7s5 3 7 8c-4 3-10 3-14-1zM33-51c2-4 4-6 6-6 3 0 5 3 6 8-4 3-9 2-12-2z"
        className="fill-felt-clay"
      />
      <path d="M10-40h38l-3 14H13z" className="fill-felt-berry" />
      <path
        d="M13-33l4-4 4 4-4 4zM25-33l4-4 4 4-4 4zM37-33l4-4 4 4-4 4z"
        className="fill-felt-sun"
      />
      {eye(68, -66)}
      {wheels(13, 46)}
    </>
  );
}

function Lamb() {
  return (
    <>
      <path d="M14-20v10h6v-10zM38-20v10h6v-10z" className="fill-felt-bark" />
      <path
        d="M8-26c-5-3-5-10 0-12-1-6 5-10 10-8 3-5 10-5 13-1 4-3 11-1 12 4 6 1 8 8 4 12 2 6-3 11-8 10H17c-6 1-10-2-9-5z"
        className="fill-felt-cream"
      />
      <path
        d="M18-34c2-2 5-1 6 1M30-38c2-2 5-1 6 1M26-27c2-2 5-1 6 1"
        fill="none"
        strokeWidth="1.800"
        strokeLinecap="round"
        className="stroke-felt-sand"
      />
      <path
        d="M43-46c0-6 4-9 9-9 6 0 10 4 10 9 0 6-4 11-10 11s-9-5-9-11z"
        className="fill-felt-bark"
      />
      <path
        d="M43-50c-4-3-3-9 2-9 3 0 4 2 4 4-3 0-5 2-6 5zM44-52c2-5 8-7 12-4-3 3-8 5-12 4z"
        className="fill-felt-cream"
      />
      <circle cx="55" cy="-47" r="1.800" className="fill-felt-cream" />
      {wheels(17, 41)}
    </>
  );
}

function Foal() {
  return (
    <>
      <path d="M12-24v14h6v-13zM40-24v14h6v-13z" className="fill-felt-berry" />
      <path
        d="M8-32c0-6 4-9 10-9h20c2 0 4-2 5-5l3-12c1-5 4-8 9-8l9 8c4 3 3 8-1 8-4 1-7 0-8 3l-2 9c-2 10-6 16-14 16H17c-6 0-9-4-9-10z"
        className="fill-felt-apricot"
      />
      <path
        d="M50-66l1-8 6 6zM38-44c0-9 4-19 13-22-2 4-3 8-4 12-1 5-3 9-9 10z"
        className="fill-felt-clay"
      />
      <path
        d="M10-38c-5-2-9 2-8 10 0 4 0 7-2 9 6 0 9-4 9-9 0-4 0-7 1-10z"
        className="fill-felt-clay"
      />
      <path d="M18-41h18v11H18z" className="fill-felt-teal" />
      <path d="M27-39l3.500 3.500-3.500 3.500-3.500-3.500z" className="fill-felt-cream" />
      {eye(57, -60)}
      {wheels(15, 43)}
    </>
  );
}

function Leopard() {
  return (
    <>
      <path d="M14-20v10h7v-10zM40-20v10h7v-10z" className="fill-felt-plum" />
      <path
        d="M10-27C-2-27-2-44 6-50"
        fill="none"
        strokeWidth="7"
        strokeLinecap="round"
        className="stroke-felt-cream"
      />
      <path d="M3-48l3-2" strokeWidth="7" strokeLinecap="round" className="stroke-felt-plum" />
      <path
        d="M8-30c0-9 6-12 13-12h20c8 0 12 6 12 12 0 7-5 12-12 12H20c-7 0-12-5-12-12z"
        className="fill-felt-cream"
      />
      <circle cx="44" cy="-59" r="4.500" className="fill-felt-plum" />
      <circle cx="63" cy="-59" r="4.500" className="fill-felt-plum" />
      <path
        d="M40-50c0-7 6-11 13-11s13 5 13 11-6 12-13 12-13-5-13-12z"
        className="fill-felt-cream"
      />
      <g className="fill-felt-plum">
        <circle cx="18" cy="-34" r="2.400" />
        <circle cx="26" cy="-27" r="2.400" />
        <circle cx="34" cy="-35" r="2.400" />
        <circle cx="26" cy="-39" r="1.600" />
        <circle cx="17" cy="-25" r="1.600" />
        <circle cx="37" cy="-25" r="1.600" />
        <circle cx="45" cy="-29" r="2.400" />
      </g>
      <path d="M50-46h7l-3.500 4z" className="fill-felt-berry" />
      {eye(48, -51)}
      {eye(59, -51)}
      {wheels(18, 44)}
    </>
  );
}

function Yurt() {
  return (
    <>
      <path d="M6-34h58v22H6z" className="fill-felt-cream" />
      <path d="M2-34c4-16 17-25 33-25s29 9 33 25z" className="fill-felt-teal" />
      <path d="M27-59c1-4 4-6 8-6s7 2 8 6z" className="fill-felt-cream" />
      <path d="M4-35h62v5H4z" className="fill-felt-berry" />
      <path
        d="M10-32.500l3-2.500 3 2.500-3 2.500zM24-32.500l3-2.500 3 2.500-3 2.500zM40-32.500l3-2.500 3 2.500-3 2.500zM54-32.500l3-2.500 3 2.500-3 2.500z"
        className="fill-felt-sun"
      />
      <path d="M27-12v-14h16v14z" className="fill-felt-apricot" />
      <path d="M35-26v14" strokeWidth="1.500" className="stroke-felt-clay" />
      {wheels(17, 53)}
    </>
  );
}

export const toys = { camel: Camel, lamb: Lamb, foal: Foal, leopard: Leopard, yurt: Yurt } as const;

/** The order in which toys stand in every queue, so that one's own toy is the same on every page. */
export const toyOrder = ["lamb", "camel", "leopard", "foal"] as const;

type ToyQueueProps = {
  /** How many toys stand before yours, 0 to 4; what a picture can show of any queue. */
  readonly ahead: number;
  readonly className?: string;
};

/** A queue of toys on one string, going right to the yurt; the last one, with a flag, is yours. Decoration. */
export function ToyQueue({ ahead, className }: ToyQueueProps) {
  const shown = Math.max(0, Math.min(4, Math.floor(ahead)));
  const step = 84;
  const width = (shown + 2) * step;
  const Home = toys.yurt;
  return (
    <svg viewBox={`0 -100 ${width} 106`} aria-hidden="true" focusable="false" className={className}>
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
      {Array.from({ length: shown + 1 }, (_, index) => {
        const own = index === 0;
        const Toy = toys[own ? "foal" : (toyOrder[index - 1] ?? "lamb")];
        return (
          <g key={index} transform={`translate(${index * step + 4} 0)`}>
            <Toy />
            {own && (
              <>
                <path
                  d="M27-40v-54"
                  strokeWidth="2.500"
                  strokeLinecap="round"
                  className="stroke-felt-clay"
                />
                <path d="M28-94l22 8-22 8z" className="fill-felt-apricot" />
              </>
            )}
          </g>
        );
      })}
      <g transform={`translate(${(shown + 1) * step + 6} 0)`}>
        <Home />
      </g>
    </svg>
  );
}
