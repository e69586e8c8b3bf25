import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { mobileSentence } from "#app/_eds/mobile-sentences.ts";
import { probablyOnPhone } from "#app/_eds/phone-hint.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { portalOrigin } from "#app/_request/action.ts";
import { getActor } from "#app/_request/actor.ts";
import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { ownerOfTicket } from "#app/_request/ticket-owner.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { mobileSigningOf, type MobileView } from "#lib/sign-in/mobile-view.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { StepPage } from "../_steps/step-page.tsx";
import { OwnerStep } from "../eds/owner-step.tsx";
import { chooseAnotherPhone, enterByPhone } from "./actions.ts";
import { type MobileProblem, problemIn } from "./address.ts";
import { PhoneStep } from "./phone-step.tsx";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "mgov.title");
}

/** Without NCALayer: the signature is made in eGov Mobile, on this telephone or on the one beside the computer. */
export default async function SignInByMobilePage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const query = await searchParams;
  const returnTo = safeReturnPath(queryValue(query, "return"), portal.slug);
  const actor = await getActor();
  if (actor.kind === "person" && actor.strength === "strong") {
    redirect(returnTo ?? `${root}/cabinet`);
  }
  const t = translator(locale);
  const owner = await ownerOfTicket(portal.id);
  const problem = problemIn(query);
  const now = await currentInstant();
  const view = owner === null ? await viewHere(portal.id, now) : null;
  return (
    <StepPage
      still={false}
      place={place}
      page="egov-mobile"
      returnTo={returnTo}
      way={t("signin.ways.mgov")}
      title={owner === null ? t("mgov.title") : t("signin.owner.title")}
    >
      {owner !== null ? (
        <OwnerStep
          place={place}
          owner={owner}
          enter={enterByPhone}
          another={chooseAnotherPhone}
          anotherLabel={t("mgov.owner.other")}
        />
      ) : view === null || view.state === "late" || view.state === "refused" ? (
        <BeginStep place={place} returnTo={returnTo} ended={view} problem={problem} />
      ) : (
        <PhoneStep
          place={place}
          returnTo={returnTo}
          view={view}
          problem={problem}
          onPhone={await probablyOnPhone()}
          now={now}
        />
      )}
    </StepPage>
  );
}

async function viewHere(regionId: number, now: Date): Promise<MobileView | null> {
  const browserSecret = await readBrowserSecret();
  if (browserSecret === null) return null;
  return mobileSigningOf({ browserSecret, regionId, purpose: "sign-in" }, portalOrigin(), now);
}

type BeginStepProps = {
  readonly place: PortalPage;
  readonly returnTo: string | null;
  /** The signing before, which came to nothing. */
  readonly ended: MobileView | null;
  readonly problem: MobileProblem | null;
};

/** What is needed and what will happen. The QR code is made by a post, never by opening a page. */
function BeginStep({ place, returnTo, ended, problem }: BeginStepProps) {
  const { locale, root } = place;
  const t = translator(locale);
  return (
    <div className="grid gap-6">
      {ended !== null ? (
        <Alert tone={ended.state === "late" ? "wait" : "stop"} role="alert">
          <p>{mobileSentence(t, ended)}</p>
        </Alert>
      ) : (
        problem !== null && (
          <Alert tone="wait" role="alert">
            <p>{beginProblem(problem)}</p>
          </Alert>
        )
      )}
      <Alert>
        <p>{t("mgov.need")}</p>
      </Alert>
      <section aria-labelledby="how">
        <h2 id="how" className="text-xl">
          {t("mgov.how")}
        </h2>
        <ol className="mt-3 list-decimal space-y-2 ps-6">
          <li>{t("mgov.steps.open")}</li>
          <li>{t("mgov.steps.code")}</li>
          <li>{t("mgov.steps.sign")}</li>
        </ol>
      </section>
      <form action={`${root}/sign-in/egov-mobile/start`} method="post">
        {returnTo !== null && <input type="hidden" name="return" value={returnTo} />}
        <Button wide>{ended === null ? t("mgov.begin") : t("mgov.again")}</Button>
      </form>
    </div>
  );

  function beginProblem(code: MobileProblem): string {
    return code === "busy"
      ? t("signin.error.too-many", { n: 10 })
      : t("signin.error.challenge-expired");
  }
}
