import type { PortalPage } from "#app/_request/region.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { AttachedFile } from "#app/_ui/file-field.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { ApplicationView, IssuedView } from "#lib/applications/journal.ts";
import type { AttachmentView } from "#lib/documents/attachment-views.ts";
import { formatBytes, formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { applicationPath } from "./application-tabs.ts";
import { attachmentPath, evidencePath, issuedPath, receiptPath } from "./document-paths.ts";
import { byPaper } from "./by-paper.ts";
import { paperName } from "./words.ts";

type DocumentsTabProps = { readonly place: PortalPage; readonly application: ApplicationView };

/** «Общие документы»: what the family attached, paper by paper, and what the portal made (manual 003 §15, 16). */
export function DocumentsTab({ place, application }: DocumentsTabProps) {
  const t = translator(place.locale);
  const papers = byPaper(application.attachments);
  return (
    <div className="grid max-w-text gap-10">
      <section aria-labelledby="issued">
        <h2 id="issued" className="text-xl">
          {t("journal.sections.issued")}
        </h2>
        <p className="text-sm text-ink-soft">{t("journal.sections.issuedHint")}</p>
        {application.issued.length === 0 ? (
          <p className="mt-3">{t("journal.noIssued")}</p>
        ) : (
          <ul className="mt-3 divide-y divide-line border-y border-line">
            {application.issued.map((issued) => (
              <li key={issued.id} className="py-4">
                <Issued place={place} number={application.number} issued={issued} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="log">
        <h2 id="log" className="text-xl">
          {t("log.receipt.title")}
        </h2>
        <p className="mt-2">{t("log.receipt.text")}</p>
        <p className="mt-4 flex flex-col gap-3 sm:flex-row sm:flex-wrap">
          <LinkButton
            href={receiptPath(place.portal.slug, application.number)}
            look="secondary"
            icon="download"
            wide
          >
            {t("log.receipt.download")}
          </LinkButton>
          <LinkButton href={`${place.root}/transparency#check`} look="quiet" wide>
            {t("log.check.title")}
          </LinkButton>
        </p>
      </section>
      <section aria-labelledby="attached">
        <h2 id="attached" className="text-xl">
          {t("journal.sections.attached")}
        </h2>
        {papers.length === 0 ? (
          <p className="mt-3">{t("journal.noAttachments")}</p>
        ) : (
          papers.map(({ paper, files }) => (
            <div key={paper} className="mt-5">
              <h3 className="text-lg">{paperName(t, paper)}</h3>
              <ul className="mt-2 grid gap-3">
                {files.map((file, index) => (
                  <Attached key={file.id} place={place} file={file} page={index + 1} />
                ))}
              </ul>
            </div>
          ))
        )}
      </section>
      {application.signature !== null && (
        <section aria-labelledby="evidence">
          <h2 id="evidence" className="text-xl">
            {t("journal.sections.evidence")}
          </h2>
          <p className="mt-2">{t("journal.evidence.text")}</p>
          <p className="mt-4">
            <LinkButton
              href={evidencePath(place.portal.slug, application.number)}
              look="secondary"
              icon="download"
              wide
            >
              {t("journal.evidence.download")}
            </LinkButton>
          </p>
        </section>
      )}
    </div>
  );
}

type IssuedProps = {
  readonly place: PortalPage;
  readonly number: string;
  readonly issued: IssuedView;
};

function Issued({ place: { locale, portal, root }, number, issued }: IssuedProps) {
  const t = translator(locale);
  const title = t("document.title.notice");
  const notice = `${root}${applicationPath(number)}/notice?document=${issued.id}`;
  return (
    <div className="grid gap-3">
      <div className="flex items-start gap-3">
        <Icon name="document" className="mt-1 text-sky" />
        <div>
          <p className="font-semibold">{title}</p>
          <p className="text-sm text-ink-soft">
            {t("journal.notice.made", { time: formatDateTimeLong(locale, issued.issuedAt) })}
          </p>
        </div>
      </div>
      <div className="flex flex-col gap-3 sm:flex-row sm:flex-wrap">
        <LinkButton href={issuedPath(portal.slug, issued.id)} icon="download" wide>
          {t("journal.download")}
          <span className="sr-only">: {title}, PDF</span>
        </LinkButton>
        <LinkButton href={notice} look="secondary" wide>
          {t("apply.files.view")}
          <span className="sr-only">: {title}</span>
        </LinkButton>
      </div>
      <p>
        <Link
          href={`${root}/verify/${issued.token}`}
          className="inline-flex min-h-11 items-center gap-2"
        >
          {t("journal.notice.verify")}
        </Link>
      </p>
    </div>
  );
}

type AttachedProps = {
  readonly place: PortalPage;
  readonly file: AttachmentView;
  readonly page: number;
};

function Attached({ place: { locale, portal }, file, page }: AttachedProps) {
  const t = translator(locale);
  const which = t("journal.filesOf", { paper: paperName(t, file.paper), n: page });
  const href = attachmentPath(portal.slug, file.id);
  return (
    <AttachedFile
      name={file.fileName}
      note={formatBytes(locale, file.size)}
      {...(file.hasPreview && { preview: attachmentPath(portal.slug, file.id, "preview") })}
    >
      {file.hasPreview && (
        <LinkButton href={href} look="quiet">
          {t("apply.files.view")}
          <span className="sr-only">: {which}</span>
        </LinkButton>
      )}
      <LinkButton href={href} download={file.fileName} look="secondary" icon="download">
        {t("journal.download")}
        <span className="sr-only">: {which}</span>
      </LinkButton>
    </AttachedFile>
  );
}
