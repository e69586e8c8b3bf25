import { Button } from "#app/_ui/button.tsx";
import { TextField } from "#app/_ui/text-field.tsx";

type PlaceFilterProps = {
  readonly action: string;
  readonly question?: string | undefined;
  readonly texts: {
    readonly label: string;
    readonly hint: string;
    readonly find: string;
    /** With `{n}`. */
    readonly found: string;
    readonly none: string;
  };
};

/**
 * The search of the region chooser. Without JavaScript a form that asks the server; with it the page's script filters
 * the list while one types, by hiding the elements that carry other names in `data-search`.
 */
export function PlaceFilter({ action, question, texts }: PlaceFilterProps) {
  return (
    <search>
      <form
        method="get"
        action={action}
        data-place-filter=""
        className="flex max-w-form flex-wrap items-end gap-3"
      >
        <TextField
          unfailing
          className="min-w-0 grow basis-60"
          label={texts.label}
          hint={texts.hint}
          name="q"
          type="search"
          required={false}
          maxLength={60}
          autoComplete="off"
          defaultValue={question}
        />
        <Button look="secondary" icon="search">
          {texts.find}
        </Button>
        <output
          data-found={texts.found}
          data-none={texts.none}
          className="reserve-line block w-full text-ink-soft"
        />
      </form>
    </search>
  );
}
