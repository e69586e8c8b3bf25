"use client";

import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";

type HowToSignProps = {
  /** Of the region's portal. */
  readonly root: string;
  readonly words: Readonly<
    Record<
      "need" | "help" | "setup" | "how" | "start" | "press" | "key" | "anyKey" | "safe",
      string
    >
  >;
};

/** What one needs and does, before the button. Without behaviour; a client component so that it is sent once, as HTML. */
export function HowToSign({ root, words }: HowToSignProps) {
  return (
    <>
      <Alert>
        <p>{words.need}</p>
        <p>
          <Link href={`${root}/help#ncalayer`} className="inline-flex min-h-11 items-center">
            {words.help}
          </Link>
        </p>
        <p>
          <Link href={`${root}/help/ncalayer`} className="inline-flex min-h-11 items-center">
            {words.setup}
          </Link>
        </p>
      </Alert>
      <section aria-labelledby="how">
        <h2 id="how" className="text-xl">
          {words.how}
        </h2>
        <ol className="mt-3 list-decimal space-y-2 ps-6">
          <li>{words.start}</li>
          <li>{words.press}</li>
          <li>{words.key}</li>
        </ol>
        <p className="mt-3 text-ink-soft">
          {words.anyKey} {words.safe}
        </p>
      </section>
    </>
  );
}
