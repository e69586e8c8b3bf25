import { signInPath } from "#app/_request/actor.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { translator } from "#lib/i18n/translate.ts";

type StepUpProps = {
  readonly place: PortalPage;
  /** Where one comes back to, after `/{locale}/{region}`. */
  readonly path: string;
};

/** Where a sign-in is too light: why, and the strong ways, which lead back here. */
export function StepUp({ place, path }: StepUpProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const back = signInPath({ locale, regionSlug: portal.slug }, `${root}${path}`);
  const to = (way: string) => back.replace("/sign-in?", `/sign-in/${way}?`);
  return (
    <Alert tone="wait">
      <p>{t("signin.stepUp")}</p>
      <p className="flex flex-wrap gap-x-6">
        <Link href={to("eds")} className="inline-flex min-h-11 items-center">
          {t("signin.ways.eds")}
        </Link>
        <Link href={to("egov-mobile")} className="inline-flex min-h-11 items-center">
          {t("signin.ways.mgov")}
        </Link>
      </p>
    </Alert>
  );
}
