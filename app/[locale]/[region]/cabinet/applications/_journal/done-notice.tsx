import { Alert } from "#app/_ui/alert.tsx";
import type { MessageKey, Translator } from "#lib/i18n/translate.ts";

// What a deed says on the application's page to which it leads back with `?done=…`.
const notices: Readonly<Record<string, MessageKey>> = {
  withdrawn: "withdraw.done",
  "privilege-claimed": "privilege.doneClaimed",
  "privilege-dropped": "privilege.doneDropped",
  papers: "papers.done",
  moved: "district.done",
  "twins-joined": "twins.doneJoined",
  "twins-parted": "twins.doneParted",
  corrected: "correction.done",
  wishes: "wishes.done",
};

type DoneNoticeProps = { readonly t: Translator; readonly done: string | undefined };

/** «Готово» after a deed; nothing for a word that nobody foresaw, for the address can be typed. */
export function DoneNotice({ t, done = "" }: DoneNoticeProps) {
  const notice = Object.hasOwn(notices, done) ? notices[done] : undefined;
  if (notice === undefined) return null;
  return (
    <Alert tone="done" polite>
      <p>{t(notice)}</p>
    </Alert>
  );
}
