import type { Metadata } from "next";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Page } from "#app/_ui/page.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { requestFacts } from "#app/_request/action.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { paperReceiptPath } from "#app/[locale]/[region]/cabinet/applications/_journal/document-paths.ts";
import { type GenuineDocument, verifyDocument } from "#lib/documents/verify.ts";
import { formatDate, formatDateShort, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { type SealedLine, sealedLineOf } from "#lib/transparency/views.ts";

export const dynamic = "force-dynamic";

type TokenPageProps = {
  readonly params: Promise<{
    readonly locale: string;
    readonly region: string;
    readonly token: string;
  }>;
};

export async function generateMetadata({ params }: TokenPageProps): Promise<Metadata> {
  return {
    ...(await titleMetadata(params, "verify.title")),
    robots: { index: false, follow: false },
  };
}

/** Where the QR code of a paper leads: whether the portal has issued it, and what to compare. */
export default async function VerifiedPage({ params }: TokenPageProps) {
  const { token, ...address } = await params;
  const { locale, portal, root } = await loadPortal(address);
  const facts = await requestFacts();
  const question = { regionId: portal.id, token, address: facts.address };
  const found = await verifyDocument(question, facts.now);
  const line = found.ok ? await sealedLineOf(portal.id, found.value.applicationId) : null;
  const t = translator(locale);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/verify/${encodeURIComponent(token)}`}
      region={portal}
      title={t("verify.title")}
      crumbs={[]}
      width="text"
    >
      <div className="grid gap-6">
        {found.ok && <Genuine document={found.value} locale={locale} t={t} />}
        {found.ok && (
          <InLog
            line={line}
            receipt={paperReceiptPath(portal.slug, token)}
            page={`${root}/transparency`}
            t={t}
          />
        )}
        {!found.ok && found.code === "unknown" && (
          <Alert tone="stop" title={t("verify.unknown")}>
            <p>{t("verify.unknownHint", { phone: groupPhone(portal.supportPhone) })}</p>
          </Alert>
        )}
        {!found.ok && found.code === "too-often" && (
          <Alert tone="wait">
            <p>{t("error.busy", { n: Math.ceil(found.detail.retryAfterSeconds / 60) })}</p>
          </Alert>
        )}
        <div>
          <LinkButton href={`${root}/verify`} look="secondary" icon="search" wide>
            {t("verify.again")}
          </LinkButton>
        </div>
      </div>
    </Page>
  );
}

/** That the application stands in the public log, and the receipt by which anybody can check it without us. */
function InLog({
  line,
  receipt,
  page,
  t,
}: {
  readonly line: SealedLine | null;
  readonly receipt: string;
  readonly page: string;
  readonly t: Translator;
}) {
  return (
    <section aria-labelledby="log" className="grid max-w-text gap-4">
      <h2 id="log" className="text-xl">
        {t("verify.log.title")}
      </h2>
      <p>{t(line === null ? "verify.log.wait" : "verify.log.text")}</p>
      {line !== null && (
        <>
          <SummaryList
            rows={[
              { term: t("verify.log.line"), value: String(line.leafIndex + 1) },
              {
                term: t("log.fact.head"),
                value: t("notice.utc", { time: instantOf(line.sealedAt) }),
              },
            ]}
          />
          <p className="flex flex-col gap-3 sm:flex-row sm:flex-wrap">
            <LinkButton href={receipt} look="secondary" icon="download" wide>
              {t("log.receipt.download")}
            </LinkButton>
            <LinkButton href={`${page}#check`} look="quiet" wide>
              {t("log.check.title")}
            </LinkButton>
          </p>
        </>
      )}
    </section>
  );
}

function instantOf(at: Date): string {
  return `${formatDateShort(at)}, ${formatTimeWithSeconds(at)}`;
}

function Genuine({
  document,
  locale,
  t,
}: {
  readonly document: GenuineDocument;
  readonly locale: Locale;
  readonly t: Translator;
}) {
  // As on the paper, letter by letter, or there is nothing to compare.
  const at = instantOf(document.issuedAt);
  const rows = [
    { term: t("verify.kind"), value: t("document.title.notice") },
    { term: t("verify.number"), value: document.number },
    { term: t("verify.issuedAt"), value: t("notice.utc", { time: at }) },
    { term: t("verify.region"), value: document.regionNames[locale] },
    { term: t("verify.child"), value: document.childInitials },
    { term: t("notice.field.cohort"), value: String(document.cohort) },
    { term: t("verify.queueType"), value: t(`qtype.name.${document.queueType}`) },
    { term: t("verify.position"), value: String(document.position) },
    ...(document.sha256 === null
      ? []
      : [{ term: t("verify.digest"), value: <code className="text-sm">{document.sha256}</code> }]),
  ];
  return (
    <>
      <Alert
        tone="done"
        title={t("verify.genuine", { date: formatDate(locale, document.issuedAt) })}
      >
        <p>{t(document.current ? "verify.current" : "verify.superseded")}</p>
      </Alert>
      <SummaryList rows={rows} />
      <div className="grid max-w-text gap-2 text-ink-soft">
        <p>{t("verify.compare")}</p>
        <p>{t("verify.privacy")}</p>
      </div>
    </>
  );
}
