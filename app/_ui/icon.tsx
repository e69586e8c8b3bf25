import { classNames } from "./class-names.ts";

/** Own line icons on a 24 px grid; each path is drawn with round ends, 2 px wide. */
const paths = {
  arrow: "M5 12h14M13 6l6 6-6 6",
  back: "M19 12H5M11 6l-6 6 6 6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 3a9 9 0 100 18 9 9 0 000-18M12 7.5V12l3 2",
  close: "M6 6l12 12M18 6L6 18",
  document: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  down: "M6 9.5l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  external: "M13 5h6v6M19 5l-8 8M17 14v5H5V7h5",
  home: "M4 11.5L12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5",
  info: "M12 3a9 9 0 100 18 9 9 0 000-18M12 11v5M12 7.6v.2",
  key: "M7.5 8a4 4 0 100 8 4 4 0 000-8M11.500 12H21M17 12v4M21 12v3",
  letter: "M3.500 6h17v12h-17zM4 7l8 6 8-6",
  menu: "M4 7h16M4 12h16M4 17h16",
  paperclip:
    "M18.500 11l-7 7a4.200 4.200 0 01-6-6l7.500-7.500a2.800 2.800 0 014 4L9.500 16a1.400 1.400 0 01-2-2l6.500-6.500",
  person: "M12 4a4 4 0 100 8 4 4 0 000-8M4.500 20c.8-4 3.800-6 7.500-6s6.700 2 7.500 6",
  phone:
    "M6 4h3.500l1.500 4.500-2 1.500a11 11 0 005 5l1.500-2 4.500 1.500V18a2 2 0 01-2 2A14 14 0 014 6a2 2 0 012-2",
  pin: "M12 21s7-6.300 7-11a7 7 0 10-14 0c0 4.700 7 11 7 11M12 7.500a2.500 2.500 0 100 5 2.500 2.500 0 000-5",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18.500 14h1.500v1.500M14 18.500V20h1.500M20 18.500V20h-1.500",
  search: "M11 4a7 7 0 100 14 7 7 0 000-14M16 16l4.500 4.500",
  shield:
    "M12 3l7.500 3v5.500c0 4.600-3.200 8-7.500 9.500-4.300-1.500-7.500-4.900-7.500-9.500V6zM8.500 12l2.500 2.500 4.500-5",
  stop: "M12 3a9 9 0 100 18 9 9 0 000-18M8 12h8",
  warn: "M12 4L2.800 20h18.400zM12 10v4.500M12 17.300v.2",
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words, so silent for a screen reader. Its size follows the text beside it. */
export function Icon({
  name,
  className,
}: {
  readonly name: IconName;
  readonly className?: string | undefined;
}) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classNames("icon", className)}>
      <path d={paths[name]} />
    </svg>
  );
}
