import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { Alert } from "#app/_ui/alert.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { getActor } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { translator, type MessageKey } from "#lib/i18n/translate.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { typingPrefix } from "../apply/_wizard/kept-typing.ts";
import { IinStep } from "./_steps/iin-step.tsx";
import { stepPath } from "./_steps/visitor.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.signIn");
}

/**
 * Manual 000, step 1, and the other ways into the cabinet. Whoever is in already comes here to sign in better: then only
 * the strong ways are shown.
 */
export default async function SignInPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const query = await searchParams;
  const returnTo = safeReturnPath(queryValue(query, "return"), portal.slug);
  const actor = await getActor();
  if (actor.kind === "person" && (actor.strength === "strong" || returnTo === null)) {
    redirect(returnTo ?? `${root}/cabinet`);
  }
  const t = translator(locale);
  const suffix = returnTo === null ? "" : `?return=${encodeURIComponent(returnTo)}`;
  const out = queryValue(query, "out");
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/sign-in${suffix}`}
      region={portal}
      title={t("signin.title")}
      crumbs={[{ label: t("header.nav.cabinet"), href: `${root}/cabinet` }]}
      here="cabinet"
      width="text"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {out !== undefined && (
          <Alert tone="done">
            <p data-forget-typing={typingPrefix}>
              {out === "everywhere" ? t("signin.outEverywhere") : t("signin.out")}
            </p>
          </Alert>
        )}
        {actor.kind === "person" && (
          <Alert tone="wait">
            <p>{t(whyStepUp(actor.onHold, returnTo))}</p>
            <p>{t("signin.stepUpKept")}</p>
          </Alert>
        )}
        {actor.kind === "anonymous" && returnTo !== null && (
          <Alert>
            <p>{t("signin.needed")}</p>
          </Alert>
        )}
        {actor.kind === "anonymous" && (
          <>
            <IinStep place={place} returnTo={returnTo} />
            <h2 className="text-xl">{t("signin.otherWays")}</h2>
          </>
        )}
        <ul className="grid gap-3">
          <li>
            <Card
              href={stepPath(root, "eds", returnTo)}
              title={t("signin.ways.eds")}
              picture={<Icon name="key" className="size-8 text-sky" />}
            >
              {t("signin.edsAbout")}
            </Card>
          </li>
          <li>
            <Card
              href={stepPath(root, "egov-mobile", returnTo)}
              title={t("signin.ways.mgov")}
              picture={<Icon name="qr" className="size-8 text-sky" />}
            >
              {t("signin.waysHint.mgov")}
            </Card>
          </li>
          {actor.kind === "anonymous" && (
            <>
              <li>
                <Card
                  href={stepPath(root, "one-time-code", returnTo)}
                  title={t("signin.ways.oneTimeCode")}
                  picture={<Icon name="phone" className="size-8 text-sky" />}
                >
                  {t("signin.waysHint.oneTimeCode")}
                </Card>
              </li>
              <li>
                <Card
                  href={stepPath(root, "password", returnTo)}
                  title={t("signin.ways.password")}
                  picture={<Icon name="shield" className="size-8 text-sky" />}
                >
                  {t("signin.waysHint.password")}
                </Card>
              </li>
            </>
          )}
        </ul>
        <Disclosure title={t("signin.register.title")}>
          <p>{t("signin.register.text")}</p>
        </Disclosure>
        <p>
          <Link href={stepPath(root, "staff", null)} className="inline-flex min-h-11 items-center">
            {t("signin.staff.title")}
          </Link>
        </p>
      </div>
    </Page>
  );
}

/** Why the person must sign in better to go on to this page. */
function whyStepUp(onHold: boolean, returnTo: string | null): MessageKey {
  if (onHold) return "signin.stepUpWhy.held";
  const [, , , page, part] = returnTo?.split(/[/?#]/u) ?? [];
  if (page === "apply") return "signin.stepUpWhy.apply";
  if (page === "cabinet" && part === "profile") return "signin.stepUpWhy.profile";
  return "signin.stepUp";
}
