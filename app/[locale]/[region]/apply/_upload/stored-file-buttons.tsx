import type { ReactNode } from "react";
import { Icon } from "#app/_ui/icon.tsx";
import type { StoredFile, UploadTexts } from "./upload-texts.ts";
import type { Change } from "./use-uploads.ts";

type StoredFileButtonsProps = {
  readonly file: StoredFile;
  readonly address: string;
  /** Id of the form that names the file, for when there is no JavaScript. */
  readonly form: string;
  readonly texts: UploadTexts;
  readonly first: boolean;
  readonly last: boolean;
  /** Null until JavaScript is there: then the buttons send their form. */
  readonly onChange: ((file: StoredFile, change: Change) => Promise<void>) | null;
};

const square =
  "inline-flex size-11 items-center justify-center rounded-card border border-edge bg-surface text-link hover:bg-sky-soft disabled:opacity-40";

/** View, up, down and remove of one stored file: 44 px each, named with the file's name. */
export function StoredFileButtons(props: StoredFileButtonsProps) {
  const { file, form, texts, first, last, onChange } = props;

  function button(change: Change, label: string, picture: ReactNode, disabled = false) {
    return (
      <button
        form={form}
        name="change"
        value={change}
        aria-label={label}
        title={label}
        disabled={disabled}
        className={square}
        onClick={(event) => {
          if (onChange === null) return;
          event.preventDefault();
          void onChange(file, change);
        }}
      >
        {picture}
      </button>
    );
  }

  return (
    <>
      <a
        href={props.address}
        target="_blank"
        rel="noopener"
        className={square}
        aria-label={`${texts.view}: ${file.name}`}
        title={`${texts.view}: ${file.name}`}
      >
        <Icon name="search" />
      </a>
      {button(
        "up",
        `${texts.up}: ${file.name}`,
        <Icon name="down" className="rotate-180" />,
        first,
      )}
      {button("down", `${texts.down}: ${file.name}`, <Icon name="down" />, last)}
      {button("remove", texts.removeNamed.replace("{name}", file.name), <Icon name="close" />)}
    </>
  );
}
