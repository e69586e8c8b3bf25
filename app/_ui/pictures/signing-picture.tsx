import { classNames } from "../class-names.ts";

/** The pictures of public/pictures/ncalayer-1.svg: where to press when signing does not go. */
export type SigningPictureName =
  | "asked"
  | "icon-by-address"
  | "switch"
  | "cross"
  | "tray"
  | "files"
  | "behind"
  | "token";

/**
 * Shows where on the screen something is; the words beside it say the same, so it is silent for a screen reader. The
 * drawing is one file that the browser keeps, without words, and takes the theme's colours.
 */
export function SigningPicture({
  name,
  className,
}: {
  readonly name: SigningPictureName;
  readonly className?: string;
}) {
  return (
    <svg
      viewBox="0 0 320 150"
      aria-hidden="true"
      className={classNames("h-auto w-full max-w-80", className)}
    >
      <use href={`/pictures/ncalayer-1.svg#${name}`} />
    </svg>
  );
}
