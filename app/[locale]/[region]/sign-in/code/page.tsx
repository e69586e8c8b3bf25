import type { Metadata } from "next";

import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Link } from "#app/_ui/link.tsx";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { waitingCode } from "#lib/sign-in/codes.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { CodeAndPasswordForm } from "../_steps/code-and-password-form.tsx";
import { IinStep } from "../_steps/iin-step.tsx";
import { keptIin } from "../_steps/kept-iin.ts";
import { ResendForm, secondsUntil } from "../_steps/resend-form.tsx";
import { StepPage } from "../_steps/step-page.tsx";
import { stepPath } from "../_steps/visitor.ts";
import { finishByCode, sendAgain } from "./actions.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "signin.ways.code");
}

/** Manual 000: the IIN, then the code out of the SMS and a password of one's own. */
export default async function SignInByCodePage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const returnTo = safeReturnPath(queryValue(await searchParams, "return"), place.portal.slug);
  const t = translator(place.locale);
  const iin = await keptIin(place.portal.id);
  return (
    <StepPage place={place} page="code" returnTo={returnTo} way={t("signin.ways.code")}>
      {iin === null ? (
        <IinStep place={place} returnTo={returnTo} />
      ) : (
        <CodeStep place={place} returnTo={returnTo} iin={iin} />
      )}
    </StepPage>
  );
}

type CodeStepProps = {
  readonly place: PortalPage;
  readonly returnTo: string | null;
  readonly iin: string;
};

async function CodeStep({ place, returnTo, iin }: CodeStepProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const now = await currentInstant();
  const browserSecret = await readBrowserSecret();
  const waiting =
    browserSecret === null
      ? null
      : await waitingCode(db(), { browserSecret, regionId: portal.id, purpose: "cabinet" }, now);
  const open = waiting !== null && waiting.left > 0 ? waiting : null;
  return (
    <>
      {open === null ? (
        <Alert tone="wait">
          <p>{t("code.expired")}</p>
        </Alert>
      ) : (
        <Alert>
          <p>{t("code.sent", { phone: open.masked })}</p>
          <p className="text-ink-soft">{t("signin.neutral")}</p>
        </Alert>
      )}
      {open !== null && (
        <CodeAndPasswordForm
          t={t}
          action={finishByCode.bind(null, locale, portal.slug, returnTo)}
          iin={iin}
        />
      )}
      <ResendForm
        t={t}
        action={sendAgain.bind(null, locale, portal.slug, returnTo)}
        seconds={waiting === null ? 0 : secondsUntil(waiting.resendAt, now)}
      />
      <Disclosure title={t("code.help.title")} id="help">
        <ul>
          <li>{t("code.help.reason1")}</li>
          <li>{t("code.help.reason2")}</li>
          <li>{t("code.help.reason3")}</li>
          <li>{t("code.help.reason4")}</li>
        </ul>
        <p>{t("code.help.fix")}</p>
        <p>
          <LinkButton href={stepPath(root, "recover", returnTo)} look="secondary" wide>
            {t("code.updateNumber")}
          </LinkButton>
        </p>
      </Disclosure>
      <p className="text-sm text-ink-soft">{t("code.risk")}</p>
      <p>
        <Link href={stepPath(root, "", returnTo)} className="inline-flex min-h-11 items-center">
          {t("signin.otherIin")}
        </Link>
      </p>
    </>
  );
}
