import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { waitingCode } from "#lib/sign-in/codes.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { CodeAndPasswordForm } from "../../_steps/code-and-password-form.tsx";
import { ResendForm, secondsUntil } from "../../_steps/resend-form.tsx";
import { StepPage } from "../../_steps/step-page.tsx";
import { stepPath } from "../../_steps/visitor.ts";
import { hasAnswered } from "../_parts/has-answered.ts";
import { finish, sendAgain } from "./actions.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "recover.title");
}

/** The code from the new number and a password of one's own, together, as manual 000 asks for them. */
export default async function RecoverConfirmPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const returnTo = safeReturnPath(queryValue(await searchParams, "return"), portal.slug);
  const answered = await hasAnswered(portal.id);
  if (answered === null) redirect(stepPath(root, "recover", returnTo));
  const t = translator(locale);
  const now = await currentInstant();
  const asked = { ...answered, regionId: portal.id, purpose: "recovery-phone" } as const;
  const waiting = await waitingCode(db(), asked, now);
  const open = waiting !== null && waiting.left > 0 ? waiting : null;
  return (
    <StepPage
      place={place}
      page="recover/confirm"
      returnTo={returnTo}
      way={t("recover.title")}
      title={t("recover.title")}
    >
      {open === null ? (
        <Alert tone="wait">
          <p>{t("code.expired")}</p>
        </Alert>
      ) : (
        <Alert>
          <p>{t("code.sent", { phone: open.masked })}</p>
        </Alert>
      )}
      {open !== null && (
        <section aria-labelledby="code-step" className="grid gap-4">
          <h2 id="code-step" className="text-xl">
            {t("common.stepOf", { n: 3, m: 3 })}. {t("password.create.label")}
          </h2>
          <CodeAndPasswordForm
            t={t}
            action={finish.bind(null, locale, portal.slug, returnTo)}
            iin={answered.iin}
          />
        </section>
      )}
      <ResendForm
        t={t}
        action={sendAgain.bind(null, locale, portal.slug, returnTo)}
        seconds={waiting === null ? 0 : secondsUntil(waiting.resendAt, now)}
      />
      <p className="text-ink-soft">{t("recover.hold")}</p>
      <p>
        <Link
          href={stepPath(root, "recover/phone", returnTo)}
          className="inline-flex min-h-11 items-center"
        >
          {t("recover.otherPhone")}
        </Link>
      </p>
    </StepPage>
  );
}
