import { Button } from "#app/_ui/button.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { setClock } from "../actions.ts";
import { Lang, type PartProps } from "./part.tsx";

/** Moves the portal's «now»: by steps, or to an instant of Kazakhstan's time. */
export function ClockForm({
  locale,
  problem,
}: PartProps & { readonly problem?: string | undefined }) {
  const t = translator(locale);
  return (
    <div className="grid gap-4">
      <form action={setClock} className="flex flex-wrap gap-3">
        <Lang locale={locale} />
        <Button look="secondary" name="step" value="+1d">
          {t("demo.clock.plusDay")}
        </Button>
        <Button look="secondary" name="step" value="+7d">
          {t("demo.clock.plusWeek")}
        </Button>
        <Button look="quiet" name="step" value="real">
          {t("demo.clock.real")}
        </Button>
      </form>
      <form action={setClock} className="grid max-w-form grid-cols-[minmax(0,1fr)] gap-2">
        <Lang locale={locale} />
        <TextField
          name="instant"
          label={t("demo.clock.set")}
          hint={t("demo.clock.setHint")}
          example="2026-12-01 09:00, +3d, +2h"
          error={problem}
          autoComplete="off"
          width="short"
        />
        <div>
          <Button look="secondary">{t("demo.clock.save")}</Button>
        </div>
      </form>
    </div>
  );
}
