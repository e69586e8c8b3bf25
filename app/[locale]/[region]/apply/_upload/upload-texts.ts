import type { UploadLimits } from "#lib/documents/upload-tickets.ts";
import { type UploadCode, uploadCodes } from "#lib/documents/upload-codes.ts";
import { formatBytes } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { pdfPageLimit } from "#lib/storage/file-limits.ts";

/** Every word of the upload field; `{n}` and `{name}` are filled in by the browser. */
export type UploadTexts = {
  readonly limit: string;
  readonly add: string;
  readonly addMore: string;
  readonly photo: string;
  readonly send: string;
  readonly waiting: string;
  readonly uploading: string;
  readonly checking: string;
  readonly sent: string;
  readonly removed: string;
  readonly page: string;
  readonly view: string;
  readonly up: string;
  readonly down: string;
  readonly remove: string;
  readonly removeNamed: string;
  readonly retry: string;
  readonly errors: Readonly<Partial<Record<UploadCode, string>>>;
};

export function uploadTexts(locale: Locale, limits: UploadLimits): UploadTexts {
  const t = translator(locale);
  const name = "{name}";
  const n = "{n}";
  const mb = String(Math.floor(limits.maxBytes / 1_000_000));
  const numbers = { mb, n: limits.maxFilesPerPaper, pages: pdfPageLimit };
  return {
    limit: t("apply.files.limit", numbers),
    add: t("apply.files.attach"),
    addMore: t("apply.files.addMore"),
    photo: t("apply.files.photo"),
    send: t("apply.files.upload"),
    waiting: t("documents.upload.waiting"),
    uploading: t("apply.files.uploading", { n }),
    checking: t("apply.files.checking"),
    sent: t("apply.files.sent"),
    removed: t("apply.files.removed"),
    page: t("apply.files.page", { n }),
    view: t("apply.files.view"),
    up: t("apply.files.up"),
    down: t("apply.files.down"),
    remove: t("apply.files.remove"),
    removeNamed: t("apply.files.removeNamed", { name }),
    retry: t("common.retry"),
    errors: uploadErrors(locale, numbers),
  };
}

function uploadErrors(
  locale: Locale,
  numbers: { readonly mb: string; readonly n: number; readonly pages: number },
): UploadTexts["errors"] {
  const t = translator(locale);
  return Object.fromEntries(
    uploadCodes.map((code) => [code, t(`documents.upload.error.${code}`, numbers)]),
  );
}

/** A stored file as the list shows it: its size is put into words on the server. */
export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly hasPreview: boolean;
};

/** The files of one paper for the upload field. */
export function storedFiles(
  locale: Locale,
  files: readonly {
    readonly id: string;
    readonly fileName: string;
    readonly size: number;
    readonly hasPreview: boolean;
  }[],
): StoredFile[] {
  return files.map(({ id, fileName, size, hasPreview }) => ({
    id,
    name: fileName,
    note: formatBytes(locale, size),
    hasPreview,
  }));
}
