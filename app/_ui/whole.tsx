import { Fragment, type ReactNode } from "react";

/** A word of letters and digits that has a hyphen or a dash in it: «№ 26-11-001284», «96-үй», «9:00–18:00», «SHA-256». */
const joined = /((?:[(«]?№\s)?(?=\S{3,20}(?:\s|$))(?=\S*\d)[^\s\-–]+(?:[-–][^\s\-–]+)+)/u;

/** Words held together by spaces that do not break: «2026 жылғы 25 қараша», «5 файлов». */
const held = /(\S+(?:\u00a0\S+)+)/u;

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

/**
 * A date goes to the next line whole, as its spaces want it; but in the largest letters, where it is wider than a phone,
 * it breaks between its words rather than within one or out of its box.
 */
export function together(text: string): ReactNode {
  return text.split(held).map((part, index) => {
    const key = `${index} ${part}`;
    return index % 2 === 0 ? (
      <Fragment key={key}>{part}</Fragment>
    ) : (
      <span key={key} className="inline-block">
        {part.replaceAll("\u00a0", " ")}
      </span>
    );
  });
}
