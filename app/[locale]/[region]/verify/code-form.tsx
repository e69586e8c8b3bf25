import { Button } from "#app/_ui/button.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import type { Translator } from "#lib/i18n/translate.ts";

type CodeFormProps = {
  readonly t: Translator;
  /** `/{locale}/{region}/verify` */
  readonly action: string;
  readonly typed?: string;
  readonly error?: string;
};

/** The code of a document, typed from the paper. A plain form that asks the portal by its address. */
export function CodeForm({ t, action, typed, error }: CodeFormProps) {
  return (
    <form action={action} method="get" className="grid gap-2">
      <TextField
        name="code"
        label={t("verify.form.token")}
        hint={t("verify.form.hint")}
        defaultValue={typed}
        error={error}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        width="full"
      />
      <div>
        <Button icon="search">{t("verify.form.button")}</Button>
      </div>
    </form>
  );
}
