"use client";

import { useRouter } from "next/navigation";
import { useEffect, useId } from "react";
import { Button } from "#app/_ui/button.tsx";
import { AttachedFile, FileField } from "#app/_ui/file-field.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import type { Place } from "./send-file.ts";
import { StoredFileButtons } from "./stored-file-buttons.tsx";
import type { Sending } from "./upload-line.ts";
import type { StoredFile, UploadTexts } from "./upload-texts.ts";
import { useUploads } from "./use-uploads.ts";

// Asked for by type, never as «any image»: then an iPhone sends JPEG instead of its HEIC.
const accepted = "image/jpeg,image/png,image/webp,application/pdf";

// Without JavaScript nothing else tells which file was chosen: then the browser's own field is shown.
const nativeWithoutScript =
  "noscript:[&_label]:flex-col noscript:[&_input]:static noscript:[&_input]:size-auto noscript:[&_input]:max-w-full noscript:[&_input]:opacity-100";

type UploadFieldProps = Place & {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with this paper, in words: it is missing, or the last file sent without JavaScript was refused. */
  readonly error?: string | undefined;
  readonly files: readonly StoredFile[];
  readonly maxFiles: number;
  readonly texts: UploadTexts;
  /** The page of the wizard, for forms without JavaScript. */
  readonly returnTo: string;
  /** The form that the ids of the files belong to, posted as `attachment.<paper>`, one each. */
  readonly formId?: string;
};

/**
 * The pages of one paper: choose or photograph, see, reorder, take back. Stands outside the wizard's form, for it has
 * forms of its own and works by them without JavaScript, a file at a time.
 */
export function UploadField(props: UploadFieldProps) {
  const { region, draft, paper, texts, files, returnTo } = props;
  const uploads = useUploads(files, { region, draft, paper }, texts);
  const { stored, sending, live } = uploads;
  const uploadForm = useId();
  const camera = useId();
  const full = stored.length + sending.length >= props.maxFiles;
  // A file that has come mends the page: its summary of what is missing is asked for anew.
  const router = useRouter();
  const mended = props.error !== undefined && stored.length > files.length;
  useEffect(() => {
    if (mended) router.refresh();
  }, [mended, router]);

  return (
    <section id={`paper-${paper}`} aria-label={props.label} className="scroll-mt-4">
      <form
        id={uploadForm}
        action="/api/uploads"
        method="post"
        encType="multipart/form-data"
        hidden
      >
        {Object.entries({ region, draft, paper, returnTo }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      </form>
      {stored.map(({ id }) => (
        <form key={id} id={`change-${id}`} action="/api/uploads/change" method="post" hidden>
          {Object.entries({ region, paper, returnTo, attachment: id }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
        </form>
      ))}
      {stored.map(({ id }) => (
        <input key={id} type="hidden" name={`attachment.${paper}`} value={id} form={props.formId} />
      ))}
      <FileField
        className={nativeWithoutScript}
        name="file"
        id={`file-${paper}`}
        form={uploadForm}
        label={props.label}
        hint={[props.hint, texts.limit].filter(Boolean).join(" ")}
        error={props.error}
        action={stored.length === 0 ? texts.add : texts.addMore}
        accept={accepted}
        multiple={live}
        disabled={full}
        onChange={(event) => {
          uploads.choose(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      >
        {stored.map((file, place) => (
          <AttachedFile
            key={file.id}
            name={file.name}
            note={file.note}
            tone="done"
            preview={file.hasPreview ? `${addressOf(region, file.id)}?variant=preview` : undefined}
          >
            <StoredFileButtons
              file={file}
              address={addressOf(region, file.id)}
              form={`change-${file.id}`}
              texts={texts}
              first={place === 0}
              last={place === stored.length - 1}
              onChange={live ? uploads.change : null}
            />
          </AttachedFile>
        ))}
        {sending.map((each) => (
          <AttachedFile
            key={each.key}
            name={each.file.name}
            note={noteOf(each, texts)}
            tone="wait"
            // What was refused as no picture has none to show.
            preview={each.code === null || mayTryAgain(each) ? each.preview : undefined}
          >
            {mayTryAgain(each) ? (
              <Button type="button" look="secondary" onClick={() => uploads.retry(each)}>
                {texts.retry}
              </Button>
            ) : null}
            {each.code !== null && (
              <Button type="button" look="secondary" onClick={() => uploads.drop(each)}>
                {texts.remove}
              </Button>
            )}
          </AttachedFile>
        ))}
      </FileField>
      {live && !full && (
        <label
          htmlFor={camera}
          className="relative mt-1 hidden min-h-12 max-w-form items-center justify-center gap-2 rounded-card border-2 border-edge bg-surface px-4 py-2 font-semibold text-link focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-focus pointer-coarse:flex"
        >
          <Icon name="document" />
          <span>{texts.photo}</span>
          <input
            id={camera}
            type="file"
            accept="image/jpeg"
            capture="environment"
            className="absolute inset-0 size-full cursor-pointer opacity-0"
            onChange={(event) => {
              uploads.choose(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
          />
        </label>
      )}
      {!live && !full && (
        <Button look="secondary" form={uploadForm}>
          {texts.send}
        </Button>
      )}
      <output aria-live="polite" className="sr-only">
        {uploads.said}
      </output>
    </section>
  );
}

function addressOf(region: string, id: string): string {
  return `/api/documents/attachments/${region}/${id}`;
}

// What the same file may still pass: the way was at fault, or the hour, not the file.
const passing = new Set(["not-arrived", "malformed", "ticket-late", "too-often"]);

function mayTryAgain(each: Sending): boolean {
  return each.code !== null && passing.has(each.code);
}

function noteOf(each: Sending, texts: UploadTexts): string {
  if (each.code !== null) return texts.errors[each.code] ?? "";
  if (each.state === "waiting") return texts.waiting;
  if (each.percent >= 100) return texts.checking;
  return texts.uploading.replace("{n}", String(each.percent));
}
