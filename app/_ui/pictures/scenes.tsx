import { Felt } from "./felt.tsx";

type SceneProps = { readonly className?: string };

/**
 * The picture of the home page: the steppe, a child who let a paper aeroplane go, toys on one string, a grandmother on
 * the bench. The figures stand in the middle 640 units, which is what a phone shows. Decoration, silent.
 */
export function Steppe({ className }: SceneProps) {
  return (
    <svg
      viewBox="0 0 1200 330"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      className={className}
    >
      <Felt name="land" />
      <Felt name="child" transform="translate(300 299)" />
      <Felt name="aeroplane" transform="translate(600 112) scale(1.250)" />
      <Felt name="lamb" transform="translate(430 298)" />
      <Felt name="camel" transform="translate(512 298)" />
      <Felt name="leopard" transform="translate(606 298)" />
      <Felt name="foal" transform="translate(690 297)" />
      <Felt name="grandmother" transform="translate(778 296)" />
    </svg>
  );
}

/** One scene for a page beside its words: the grandmother waits, or the child plays. Decoration, silent. */
export function SmallScene({
  who,
  className,
}: SceneProps & { readonly who: "grandmother" | "child" }) {
  return (
    <svg viewBox="0 0 220 190" aria-hidden="true" className={className}>
      <Felt name="hill" />
      {who === "grandmother" ? (
        <Felt name="grandmother" transform="translate(36 176)" />
      ) : (
        <>
          <Felt name="child" transform="translate(40 177)" />
          <Felt name="aeroplane" transform="translate(150 44)" />
        </>
      )}
    </svg>
  );
}
