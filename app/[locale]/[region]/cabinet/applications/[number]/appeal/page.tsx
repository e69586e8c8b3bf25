import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { keptTyping } from "#app/_request/kept-typing.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { appealLimit } from "#lib/applications/appeal.ts";
import { type Decided, officeView } from "#lib/applications/office-views.ts";
import { formatDate, formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { type DeedParams, type DeedPlace, loadDeed } from "../../_deeds/load-deed.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { Quote } from "../../_office/office-panel.tsx";
import { groundSentence } from "../../_office/office-words.ts";
import { WordsForm } from "../../_office/words-form.tsx";
import { object } from "./actions.ts";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "appeal.title");
}

/** One decision, the objection to it and the answer. Without its number, the last decision. */
export default async function AppealPage({ params, searchParams }: PageProps) {
  const query = await searchParams;
  const wanted = queryValue(query, "decision");
  const deed = await loadDeed(params, "appeal");
  const { place, actor, application, now } = deed;
  const { number } = application;
  const found = await officeView(actor, { regionId: place.portal.id, number }, now);
  if (!found.ok) notFound();
  const { decisions } = found.value;
  const decided =
    wanted === undefined
      ? decisions[0]
      : decisions.find((each) => String(each.eventSeq) === wanted);
  if (decided === undefined && wanted !== undefined) notFound();
  return (
    <DeedPage deed={deed} title={decided?.appeal ? "appeal.about" : "appeal.title"}>
      {decided === undefined ? (
        <DeedClosed deed={deed} />
      ) : (
        <Matter deed={deed} decided={decided} sent={queryValue(query, "sent") !== undefined} />
      )}
    </DeedPage>
  );
}

type MatterProps = {
  readonly deed: DeedPlace;
  readonly decided: Decided;
  readonly sent: boolean;
};

async function Matter({ deed, decided, sent }: MatterProps) {
  const { place, actor, application, path, now } = deed;
  const { locale, portal } = place;
  const { number } = application;
  const { eventSeq, note, state, appeal } = decided;
  const t = translator(locale);
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  const kept = await keptTyping(actor, `appeal:${portal.id}:${number}:${eventSeq}`, now);
  return (
    <>
      {sent && appeal !== null && state === "sent" && (
        <Alert tone="done" polite>
          <p>{t("appeal.sent", { date: formatDate(locale, appeal.answerDueAt) })}</p>
        </Alert>
      )}
      {appeal !== null && <Answer t={t} appeal={appeal} />}
      <SummaryList rows={factsOf(t, decided)} />
      {note !== null && <Quote t={t} words={note} />}
      {state === "open" && (
        <>
          <p>{t("appeal.who")}</p>
          {authorize(actor, "appeal.write", owner).ok ? (
            <WordsForm
              action={object.bind(null, locale, portal.slug, number, eventSeq)}
              label={t("appeal.words")}
              hint={t("appeal.wordsHint")}
              limit={appealLimit}
              kept={kept["words"] ?? ""}
              button={t("appeal.send")}
              summary={t("error.summaryTitle")}
            />
          ) : (
            <StepUp place={place} path={`${path}?decision=${eventSeq}`} />
          )}
        </>
      )}
      {state === "over" && (
        <Alert tone="info">
          <p>{t("appeal.late")}</p>
          <p>{t("error.callSupport", { phone: groupPhone(portal.supportPhone) })}</p>
        </Alert>
      )}
      {appeal !== null && (
        <>
          <Words t={t} appeal={appeal} sent={sent} />
          <p>
            <LinkButton href={`${place.root}${applicationPath(number)}`} look="secondary" wide>
              {t("deed.back")}
            </LinkButton>
          </p>
        </>
      )}
    </>
  );
}

function factsOf(t: Translator, { kind, at, ground, appealUntil, appeal }: Decided) {
  const reason = groundSentence(t, ground);
  return [
    { term: t("appeal.decision"), value: t(`journal.event.${kind}`) },
    { term: t("journal.history.when"), value: formatDateTimeLong(t.locale, at) },
    ...(reason === null ? [] : [{ term: t("appeal.ground"), value: reason }]),
    // It can be done once.
    ...(appeal === null
      ? [{ term: t("appeal.until"), value: formatDate(t.locale, appealUntil) }]
      : []),
  ];
}

type Appeal = NonNullable<Decided["appeal"]>;

/** What the family waits for stands first; nothing while it has not come. */
function Answer({ t, appeal }: { readonly t: Translator; readonly appeal: Appeal }) {
  const { outcome, answer, answeredAt } = appeal;
  if (outcome === null) return null;
  return (
    <section aria-labelledby="answer" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="answer" className="text-xl">
        {t("appeal.answer")}
      </h2>
      <Alert tone={outcome === "upheld" ? "done" : "info"}>
        <p>{t(outcome === "upheld" ? "appeal.upheld" : "appeal.refused")}</p>
      </Alert>
      {answeredAt !== null && (
        <p className="text-sm text-ink-soft">{formatDateTimeLong(t.locale, answeredAt)}</p>
      )}
      {answer !== null && <p className="break-words whitespace-pre-line">{answer}</p>}
      {outcome === "refused" && <p>{t("appeal.court")}</p>}
    </section>
  );
}

type WordsProps = {
  readonly t: Translator;
  readonly appeal: Appeal;
  /** When the answer comes is said above already. */
  readonly sent: boolean;
};

function Words({ t, appeal, sent }: WordsProps) {
  const { words, sentAt, answerDueAt, outcome } = appeal;
  return (
    <>
      <section aria-labelledby="words" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="words" className="text-xl">
          {t("appeal.yours")}
        </h2>
        <p className="text-sm text-ink-soft">{formatDateTimeLong(t.locale, sentAt)}</p>
        <p className="break-words whitespace-pre-line">{words}</p>
      </section>
      {outcome === null && !sent && (
        <Alert tone="info" title={t("status.APPEAL.label")}>
          <p>{t("status.APPEAL.text", { date: formatDate(t.locale, answerDueAt) })}</p>
        </Alert>
      )}
    </>
  );
}
