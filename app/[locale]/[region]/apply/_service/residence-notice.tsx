import { Alert } from "#app/_ui/alert.tsx";
import type { Applicant } from "#lib/applications/applicant.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";

type ResidenceNoticeProps = {
  readonly locale: Locale;
  readonly policy: Pick<PolicyParameters, "residenceRequired">;
  /** Null for a visitor: the requirement alone is told. */
  readonly applicant: Applicant | null;
};

/** Manual 004: registration in the region is needed; for a signed-in parent, whether it is there, before anything is typed. */
export function ResidenceNotice({ locale, policy, applicant }: ResidenceNoticeProps) {
  if (!policy.residenceRequired) return null;
  const t = translator(locale);
  switch (applicant?.residence) {
    case undefined:
      return (
        <Alert tone="wait">
          <p className="font-semibold">{t("apply.residence.need")}</p>
        </Alert>
      );
    case "here":
      return (
        <Alert tone="done">
          <p>{t("apply.residence.here")}</p>
        </Alert>
      );
    case "unanswered":
      return (
        <Alert tone="wait">
          <p>{t("apply.residence.unanswered")}</p>
        </Alert>
      );
    case "elsewhere":
      return (
        <Alert tone="stop" title={t("apply.residence.need")}>
          <p>{t("apply.residence.none")}</p>
        </Alert>
      );
  }
}
