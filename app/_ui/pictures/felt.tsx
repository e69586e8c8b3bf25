/** The figures of public/pictures/felt-1.svg; their feet stand on y = 0, they look right. */
export type FeltName =
  | "camel"
  | "lamb"
  | "foal"
  | "leopard"
  | "yurt"
  | "child"
  | "aeroplane"
  | "grandmother"
  | "land"
  | "hill";

/**
 * One figure inside an `<svg>`. The drawing itself is one file that the browser keeps: inline it would stand in every
 * page twice, as HTML and as React's data. The theme's colours reach it as inherited custom properties.
 */
export function Felt({
  name,
  transform,
}: {
  readonly name: FeltName;
  readonly transform?: string | undefined;
}) {
  return <use href={`/pictures/felt-1.svg#${name}`} transform={transform} />;
}
