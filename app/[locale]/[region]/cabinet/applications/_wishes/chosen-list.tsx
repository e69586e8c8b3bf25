import { Button } from "#app/_ui/button.tsx";
import { whole } from "#app/_ui/whole.tsx";
import type { WishState } from "#lib/applications/wish-rules.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { HiddenFields } from "./hidden-fields.tsx";
import { wishFields, type WishAddress } from "./wish-query.ts";

export type ChosenLine = {
  readonly slug: string;
  readonly name: string;
  readonly address: string;
  readonly state: WishState;
};

type ChosenListProps = {
  readonly t: Translator;
  /** Of this page, without a query. */
  readonly action: string;
  readonly address: WishAddress;
  readonly lines: readonly ChosenLine[];
};

/** The list as chosen so far, with a button for each thing that can be done to a line: plain questions to the page. */
export function ChosenList({ t, action, address, lines }: ChosenListProps) {
  return (
    <form action={`${action}#list`}>
      <HiddenFields fields={wishFields({ ...address, insteadOf: null, refused: null })} />
      <ol className="divide-y divide-line border-y border-line">
        {lines.map((line, index) => (
          <li key={line.slug} id={`wish-${line.slug}`} className="py-3">
            <div className="flex gap-3">
              <span className="tabular w-6 shrink-0 font-semibold text-ink-soft">{index + 1}.</span>
              <div className="min-w-0 wrap-anywhere">
                <p className="font-semibold">{line.name}</p>
                <p className="text-sm text-ink-soft">{whole(line.address)}</p>
                {line.state !== "open" && (
                  <p className="text-sm font-medium text-wait-ink">
                    {t(`wishes.state.${line.state}`)}
                  </p>
                )}
              </div>
            </div>
            <div className="mt-1 flex flex-wrap gap-x-0.5 ps-7.5">
              {index > 0 && <Press t={t} name="up" line={line} />}
              {index < lines.length - 1 && <Press t={t} name="down" line={line} />}
              <Press t={t} name="for" line={line} to={`${action}#find`} />
              <Press t={t} name="remove" line={line} />
            </div>
          </li>
        ))}
      </ol>
    </form>
  );
}

const words = {
  up: "wishes.up",
  down: "wishes.down",
  for: "wishes.replace",
  remove: "wishes.remove",
} as const;

function Press({
  t,
  name,
  line,
  to,
}: {
  readonly t: Translator;
  readonly name: keyof typeof words;
  readonly line: ChosenLine;
  /** Elsewhere than to the list. */
  readonly to?: string;
}) {
  return (
    <Button look="quiet" name={name} value={line.slug} formAction={to} className="px-1!">
      {t(words[name])}
      <span className="sr-only">: {line.name}</span>
    </Button>
  );
}
