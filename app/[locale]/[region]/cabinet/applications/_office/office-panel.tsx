import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Deadline } from "#app/_ui/deadline.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { AskedCorrection, Decided } from "#lib/applications/office-views.ts";
import { daysBetween, localDateOf } from "#lib/calendar/local-date.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { deedPath } from "../_journal/deeds.ts";
import type { OfficeSaid } from "./office-said.ts";
import { groundWords, reasonWords } from "./office-words.ts";

type OfficePanelProps = {
  readonly place: PortalPage;
  readonly number: string;
  readonly said: OfficeSaid;
  readonly now: Date;
};

/** What the office asks of the family, what it decided, and how to object; nothing where there is none of it. */
export function OfficePanel({ place, number, said, now }: OfficePanelProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { asked, heldUntil, told } = said;
  const until = heldUntil === null ? null : formatDate(locale, heldUntil);
  return (
    <>
      {asked !== null && (
        <Asked t={t} asked={asked} now={now} href={`${root}${deedPath(number, "correct")}`} />
      )}
      {until !== null && told.every(({ kind }) => kind !== "held") && (
        <p>{t("office.heldUntil", { date: until })}</p>
      )}
      {told.map((each) => (
        <Told
          key={each.eventSeq}
          t={t}
          decided={each}
          heldUntil={each.kind === "held" ? until : null}
          phone={portal.supportPhone}
          applyHref={`${root}/apply`}
          href={`${root}${deedPath(number, "appeal")}?decision=${each.eventSeq}`}
        />
      ))}
    </>
  );
}

type AskedProps = {
  readonly t: Translator;
  readonly asked: AskedCorrection;
  readonly now: Date;
  readonly href: string;
};

function Asked({ t, asked, now, href }: AskedProps) {
  const { reasons, note, deadlineAt, missed } = asked;
  const until = localDateOf(deadlineAt);
  return (
    <section aria-labelledby="correct" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="correct" className="text-xl">
        {t("correction.what")}
      </h2>
      <ul className="ms-5 list-disc">
        {reasons.map((reason) => (
          <li key={reason}>{reasonWords(t, reason)}</li>
        ))}
      </ul>
      {note !== null && <Quote t={t} words={note} />}
      <Deadline
        date={t("correction.until", { date: formatDate(t.locale, until) })}
        dateTime={until}
        left={
          missed
            ? t("journal.interest.over")
            : t("date.daysLeft", { n: daysBetween(localDateOf(now), until) })
        }
        otherwise={missed ? t("correction.missed") : t("correction.otherwise")}
        overdue={missed}
      >
        <LinkButton href={href} wide>
          {t("correction.title")}
        </LinkButton>
      </Deadline>
    </section>
  );
}

/** What the officer wrote, as it was written. */
export function Quote({ t, words }: { readonly t: Translator; readonly words: string }) {
  return (
    <div>
      <p className="text-sm text-ink-soft">{t("office.note")}</p>
      <blockquote className="border-s-4 border-line ps-3 break-words whitespace-pre-line">
        {words}
      </blockquote>
    </div>
  );
}

type ToldProps = {
  readonly t: Translator;
  readonly decided: Decided;
  /** The last day of the hold, in words. */
  readonly heldUntil: string | null;
  /** The office's, E.164. */
  readonly phone: string;
  readonly applyHref: string;
  readonly href: string;
};

function Told({ t, decided, heldUntil, phone, applyHref, href }: ToldProps) {
  const { kind, ground, note, state, appealUntil, appeal } = decided;
  const titleId = `decision-${decided.eventSeq}`;
  const decision = t(`journal.event.${kind}`);
  // What no longer holds must not be read as if it did: only that it ended, and where the answer is.
  if (appeal?.outcome === "upheld") {
    return (
      <Alert tone="done">
        <p>{t("appeal.upheld")}</p>
        <p>{t("appeal.undone", { decision })}</p>
        <p>
          <Link href={href} className="inline-flex min-h-11 items-center">
            {t("appeal.readAnswer")}
          </Link>
        </p>
      </Alert>
    );
  }
  // What is to be mended stands above it, with the reasons, the note and the one button.
  const told = kind !== "returned-for-correction";
  const reason = told ? groundWords(t, ground) : null;
  return (
    <section aria-labelledby={titleId} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id={titleId} className="text-xl">
        {decision}
      </h2>
      {(reason !== null || heldUntil !== null) && (
        <div className="grid gap-1">
          {reason !== null && <p>{t("journal.history.ground", { ground: reason })}</p>}
          {heldUntil !== null && <p>{t("office.heldUntil", { date: heldUntil })}</p>}
          {kind === "held" && <p>{t("journal.todo.keeps")}</p>}
        </div>
      )}
      {note !== null && told && <Quote t={t} words={note} />}
      {state === "open" && (
        <>
          <p>{t("appeal.how", { date: formatDate(t.locale, appealUntil) })}</p>
          {told ? (
            <p>
              <LinkButton href={href} look="secondary" wide>
                {t("appeal.title")}
              </LinkButton>
            </p>
          ) : (
            <p>
              <Link href={href} className="inline-flex min-h-11 items-center">
                {t("appeal.title")}
              </Link>
            </p>
          )}
        </>
      )}
      {state === "sent" && appeal !== null && (
        <Alert tone="info" title={t("status.APPEAL.label")}>
          <p>{t("status.APPEAL.text", { date: formatDate(t.locale, appeal.answerDueAt) })}</p>
          <p>
            <Link href={href} className="inline-flex min-h-11 items-center">
              {t("appeal.read")}
            </Link>
          </p>
        </Alert>
      )}
      {state === "answered" && appeal !== null && (
        <Alert tone="info">
          <p>{t("appeal.refused")}</p>
          <p>
            <Link href={href} className="inline-flex min-h-11 items-center">
              {t("appeal.readAnswer")}
            </Link>
          </p>
        </Alert>
      )}
      {kind === "refused" && (
        <div className="grid gap-1">
          <p>{t("office.anew")}</p>
          <p>
            <Link href={applyHref} className="inline-flex min-h-11 items-center">
              {t("apply.start")}
            </Link>
          </p>
        </div>
      )}
      {told && <p>{t("office.phone", { phone: groupPhone(phone) })}</p>}
    </section>
  );
}
