import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Page } from "#app/_ui/page.tsx";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { portalMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { readToken } from "#lib/documents/document-token.ts";
import { translator } from "#lib/i18n/translate.ts";
import { CodeForm } from "./code-form.tsx";

export function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return portalMetadata(params, "/verify", "verify.title");
}

/** For those who have the paper but no camera: the code beside the QR code, typed. */
export default async function VerifyPage({ params, searchParams }: PortalPageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const typed = queryValue(await searchParams, "code");
  const token = typed === undefined ? null : readToken(typed);
  if (token !== null) redirect(`${root}/verify/${token}`);
  const t = translator(locale);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/verify`}
      region={portal}
      title={t("verify.title")}
      lead={t("verify.form.intro")}
      crumbs={[]}
      width="text"
    >
      <CodeForm
        t={t}
        action={`${root}/verify`}
        {...(typed === undefined
          ? {}
          : { typed: typed.slice(0, 40), error: t("verify.form.empty") })}
      />
    </Page>
  );
}
