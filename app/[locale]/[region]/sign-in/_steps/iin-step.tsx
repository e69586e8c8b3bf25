import type { PortalPage } from "#app/_request/region.ts";
import { translator } from "#lib/i18n/translate.ts";
import { beginByIin } from "./begin-by-iin.ts";
import { StepForm } from "./step-form.tsx";

type IinStepProps = { readonly place: PortalPage; readonly returnTo: string | null };

/** Step 1 of manual 000: «Введите свой ИИН», «Продолжить». */
export function IinStep({ place: { locale, portal }, returnTo }: IinStepProps) {
  const t = translator(locale);
  return (
    <StepForm
      action={beginByIin.bind(null, locale, portal.slug, returnTo)}
      summary={t("error.summaryTitle")}
      button={t("signin.continue")}
      fields={[
        { kind: "iin", name: "iin", label: t("signin.iin.label"), hint: t("signin.iin.hint") },
      ]}
    />
  );
}
