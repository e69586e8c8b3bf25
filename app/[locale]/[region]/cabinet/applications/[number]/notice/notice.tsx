import { Link } from "#app/_ui/link.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import type { NoticeContent, NoticeRow } from "#lib/documents/notice-content.ts";
import { translator } from "#lib/i18n/translate.ts";
import { qrPath } from "#app/_ui/qr-path.ts";

/** The notice as an article, in its own language whatever the language of the page. */
export function Notice({ content }: { readonly content: NoticeContent }) {
  const { locale, position, bound, entryCode, verify } = content;
  const t = translator(locale);
  return (
    <article
      lang={locale}
      aria-label={content.title}
      className="grid max-w-text gap-6 rounded-picture border border-line bg-surface p-5 sm:p-8 print:border-0 print:p-0"
    >
      <header className="grid gap-1">
        <p className="font-semibold">{content.region}</p>
        <p className="tabular text-lg font-semibold">{content.number}</p>
        <p className="tabular text-sm text-ink-soft">{content.issued}</p>
      </header>
      <p>{content.text}</p>
      <section className="grid gap-1">
        <p className="flex flex-col">
          <span className="font-semibold text-ink-soft">{position.label}</span>
          <strong className="tabular text-number font-bold">{position.value}</strong>
        </p>
        <p>{position.total}</p>
        <p className="text-sm text-ink-soft">{position.asOf}</p>
        {bound !== null && (
          <p className="mt-2">
            <strong className="font-semibold">
              {bound.label} {bound.value}.
            </strong>{" "}
            {bound.why}
          </p>
        )}
      </section>
      <p className="rounded-card border-2 border-sky p-4">
        {entryCode.label}
        {": "}
        <strong className="tabular text-lg font-semibold">{entryCode.value}</strong>
      </p>
      <SummaryList rows={termsOf(content.rows)} />
      <section aria-labelledby="notice-next">
        <h2 id="notice-next" className="text-xl">
          {content.nextTitle}
        </h2>
        <ul className="mt-2 list-disc space-y-2 ps-6 wrap-anywhere">
          {content.next.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="notice-signature">
        <h2 id="notice-signature" className="mb-3 text-xl">
          {t("journal.notice.signature")}
        </h2>
        <SummaryList rows={termsOf([...content.signature, verify.token])} />
      </section>
      <footer className="grid gap-2 text-sm text-ink-soft">
        <VerifyCode address={verify.address} />
        <p className="wrap-anywhere">{verify.text}</p>
        <p className="print:hidden">
          <Link href={verify.address} className="inline-flex min-h-11 items-center">
            {t("journal.notice.verify")}
          </Link>
        </p>
        {content.legal.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </footer>
    </article>
  );
}

/** For a phone's camera, black on white in every theme; whoever cannot see it has the address beside it. */
function VerifyCode({ address }: { readonly address: string }) {
  const { size, path } = qrPath(address);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      aria-hidden="true"
      focusable="false"
      shapeRendering="crispEdges"
      className="size-36"
    >
      <path d={`M0 0h${size}v${size}H0z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function termsOf(rows: readonly NoticeRow[]) {
  return rows.map(({ label, value }) => ({ term: label, value }));
}
