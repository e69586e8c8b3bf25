import { Fragment, type ReactNode } from "react";

/** A word of letters and digits that has a hyphen or a dash in it: «№ 26-11-001284», «96-үй», «9:00–18:00», «SHA-256». */
const joined = /((?:[(«]?№\s)?(?=\S{3,20}(?:\s|$))(?=\S*\d)[^\s\-–]+(?:[-–][^\s\-–]+)+)/u;

/** The text with such words kept whole at the end of a line; in a plain text they would break at their hyphens. */
export function whole(text: string): ReactNode {
  return text.split(joined).map((part, index) => {
    const key = `${index} ${part}`;
    return index % 2 === 0 ? (
      <Fragment key={key}>{part}</Fragment>
    ) : (
      <span key={key} className="inline-block">
        {part}
      </span>
    );
  });
}
