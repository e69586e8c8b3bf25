import { classNames } from "./class-names.ts";

/** One horn of the қошқар мүйіз: a stem that opens into a spiral, drawn as a line of even width. */
const horn =
  "M24 30V17c0-7-4-11-9.500-11S6 9.500 6 14s3.200 7.500 7 7.500 5.500-2.500 5.500-5-1.500-4-3.500-4";
const mirrored =
  "M24 30V17c0-7 4-11 9.500-11S42 9.500 42 14s-3.200 7.500-7 7.500-5.500-2.500-5.500-5 1.500-4 3.500-4";
const heart = "M24 30l-4 4 4 4 4-4z";

/** The thin band under the header: the motif repeated along a line. Decoration, silent for a screen reader. */
export function OrnamentBand({ className }: { readonly className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={classNames("block h-4 w-full text-sky print:hidden", className)}
    >
      <defs>
        <pattern id="ornament-band" width="32" height="16" patternUnits="userSpaceOnUse">
          <g
            fill="none"
            stroke="currentColor"
            strokeLinecap="round"
            strokeWidth="3.600"
            transform="translate(4 0) scale(.42)"
          >
            <path d={horn} />
            <path d={mirrored} />
          </g>
          <path d="M0 14.500h32" stroke="currentColor" strokeWidth="1.500" />
        </pattern>
      </defs>
      <rect width="100%" height="16" fill="url(#ornament-band)" />
    </svg>
  );
}

/** The large, pale shape of empty pages: four pairs of horns around a square, as on a felt carpet. */
export function OrnamentRosette({ className }: { readonly className?: string }) {
  return (
    <svg
      viewBox="-50 -50 100 100"
      aria-hidden="true"
      className={classNames("text-felt-far", className)}
    >
      {[0, 90, 180, 270].map((turn) => (
        <g
          key={turn}
          transform={`rotate(${turn}) translate(-24 -49)`}
          fill="none"
          stroke="currentColor"
          strokeLinecap="round"
          strokeWidth="4.500"
        >
          <path d={horn} />
          <path d={mirrored} />
          <path d={heart} fill="currentColor" stroke="none" />
        </g>
      ))}
      <path d="M0-9L9 0 0 9-9 0z" fill="currentColor" />
    </svg>
  );
}

/** The portal's mark: one pair of horns growing from a step. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true" className={className}>
      <rect width="48" height="48" rx="12" className="fill-action" />
      <g
        fill="none"
        strokeWidth="4"
        strokeLinecap="round"
        className="stroke-on-action"
        transform="translate(0 3)"
      >
        <path d={horn} />
        <path d={mirrored} />
        <path d="M10 36h28" />
      </g>
    </svg>
  );
}
