import type { Metadata } from "next";

import { portalMetadata } from "#app/_request/portal-metadata.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { formatDateTimeLong, formatNumber } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import type { Portal } from "#lib/regions/views.ts";
import { base64Of } from "#lib/transparency/base64.ts";
import { latestHead, logKeys, type PublishedHead } from "#lib/transparency/views.ts";
import { checkReceipt } from "./actions.ts";
import { ReceiptForm } from "./receipt-form.tsx";
import { factTerms, factWords } from "./receipt-words.ts";
import { TreePicture } from "./tree-picture.tsx";

// The answer to a receipt is this page, so it is made for each request.
export const dynamic = "force-dynamic";

export function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return portalMetadata(params, "/transparency", "log.title");
}

/** What the public log is, how it stands now, and whether a receipt is genuine: for a parent first. */
export default async function TransparencyPage({ params }: PortalPageProps) {
  const { locale, portal } = await loadPortal(await params);
  const t = translator(locale);
  const head = await latestHead(portal.id);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/transparency`}
      region={portal}
      title={t("log.title")}
      lead={t("log.lead")}
      crumbs={[]}
      width="text"
    >
      <TreePicture
        caption={t("log.picture.caption")}
        seal={t("log.picture.seal")}
        yours={t("log.picture.yours")}
      />
      <section aria-labelledby="how" className="prose mt-10">
        <h2 id="how">{t("log.how.title")}</h2>
        <ol>
          <li>{t("log.how.write")}</li>
          <li>{t("log.how.join")}</li>
          <li>{t("log.how.keep")}</li>
        </ol>
      </section>
      <section aria-labelledby="check" className="mt-12">
        <h2 id="check" className="text-xl">
          {t("log.check.title")}
        </h2>
        <ReceiptForm
          action={checkReceipt.bind(null, locale, portal.slug)}
          texts={{
            intro: t("log.check.intro"),
            file: t("log.check.file"),
            choose: t("log.check.choose"),
            text: t("log.check.text"),
            button: t("check.button"),
          }}
          here={await onDevice(t, portal, head)}
        />
      </section>
      <section aria-labelledby="now" className="mt-12">
        <h2 id="now" className="text-xl">
          {t("log.now.title")}
        </h2>
        <Now t={t} locale={locale} head={head} />
      </section>
      <section aria-labelledby="privacy" className="prose mt-12">
        <h2 id="privacy">{t("log.privacy.title")}</h2>
        <p>{t("log.privacy.text")}</p>
      </section>
      <section aria-labelledby="more" className="mt-12">
        <h2 id="more" className="text-xl">
          {t("log.more.title")}
        </h2>
        <p className="mt-3 max-w-text">{t("log.more.text")}</p>
        <ul className="mt-3">
          <OpenData href={`/api/v1/${portal.slug}/log/checkpoint`} words={t("log.now.time")} />
          <OpenData href={`/api/v1/${portal.slug}/log/keys`} words={t("log.more.keys")} />
          <OpenData href="/api/v1/openapi.json" words={t("log.more.api")} />
        </ul>
      </section>
    </Page>
  );
}

/** What the browser needs to judge a receipt itself. */
async function onDevice(t: Translator, portal: Portal, head: PublishedHead | null) {
  const keys = (await logKeys(portal.id)).map(base64Of);
  return {
    place: JSON.stringify({ region: portal.slug, origin: head?.origin ?? "", keys }),
    words: JSON.stringify({
      ok: t("log.verdict.here"),
      empty: t("log.verdict.empty"),
      form: t("log.verdict.form"),
      changed: t("log.verdict.changed"),
      "other-log": t("log.verdict.other-log"),
      "unknown-key": t("log.verdict.unknown-key"),
      rewritten: t("log.verdict.rewritten", { phone: groupPhone(portal.supportPhone) }),
    }),
    codes: JSON.stringify(factWords(t)),
    facts: factTerms(t),
    script: "/log-receipt.js",
  };
}

function OpenData({ href, words }: { readonly href: string; readonly words: string }) {
  return (
    <li>
      <Link href={href} className="inline-flex min-h-11 items-center py-1.5">
        {words}
      </Link>
    </li>
  );
}

type NowProps = {
  readonly t: Translator;
  readonly locale: Locale;
  readonly head: PublishedHead | null;
};

function Now({ t, locale, head }: NowProps) {
  if (head === null) {
    return (
      <Alert className="mt-4">
        <p>{t("log.now.none")}</p>
      </Alert>
    );
  }
  return (
    <SummaryList
      className="mt-4"
      rows={[
        { term: t("log.now.count"), value: formatNumber(locale, head.size) },
        { term: t("log.now.time"), value: formatDateTimeLong(locale, head.signedAt) },
        {
          term: t("log.now.root"),
          value: <code className="tabular text-sm wrap-anywhere">{base64Of(head.root)}</code>,
        },
      ]}
    />
  );
}
