import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { keptTyping } from "#app/_request/kept-typing.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { correctionLimit } from "#lib/applications/correct.ts";
import { officeView } from "#lib/applications/office-views.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { type DeedParams, loadDeed } from "../../_deeds/load-deed.ts";
import { Quote } from "../../_office/office-panel.tsx";
import { reasonWords } from "../../_office/office-words.ts";
import { WordsForm } from "../../_office/words-form.tsx";
import { correct } from "./actions.ts";
import { waysToMend } from "./ways-to-mend.ts";

type PageProps = { readonly params: DeedParams };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "correction.title");
}

/** What the office asks to be mended and until when, and the one form that sends it. */
export default async function CorrectPage({ params }: PageProps) {
  const deed = await loadDeed(params, "correct");
  const { place, actor, application, path, now } = deed;
  const { locale, portal, root } = place;
  const { number } = application;
  const found = await officeView(actor, { regionId: portal.id, number }, now);
  if (!found.ok) notFound();
  const { asked } = found.value;
  const t = translator(locale);
  if (asked === null) {
    return (
      <DeedPage deed={deed} title="correction.title">
        <DeedClosed deed={deed} />
      </DeedPage>
    );
  }
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  const where = {
    address: portal.officeAddress[locale],
    phone: groupPhone(portal.supportPhone),
  };
  const ways = waysToMend(asked.reasons, application, now);
  const kept = await keptTyping(actor, `correct:${portal.id}:${number}`, now);
  return (
    <DeedPage deed={deed} title="correction.title">
      <Alert tone={asked.missed ? "stop" : "wait"} title={t("correction.what")}>
        <ul className="ms-5 list-disc">
          {asked.reasons.map((reason) => (
            <li key={reason}>{reasonWords(t, reason)}</li>
          ))}
        </ul>
        <p>
          <strong className="font-semibold">
            {t("correction.until", { date: formatDate(locale, asked.deadlineAt) })}
          </strong>
        </p>
        <p>{t(asked.missed ? "correction.missed" : "correction.otherwise")}</p>
      </Alert>
      {asked.note !== null && <Quote t={t} words={asked.note} />}
      {ways.length > 0 && (
        <ul>
          {ways.map(({ label, path: way }) => (
            <li key={way}>
              <Link href={`${root}${way}`} className="inline-flex min-h-11 items-center">
                {t(label)}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {authorize(actor, "application.correct", owner).ok ? (
        <WordsForm
          action={correct.bind(null, locale, portal.slug, number)}
          label={t("correction.words")}
          hint={t("correction.wordsHint")}
          limit={correctionLimit}
          kept={kept["words"] ?? ""}
          tick={{
            label: t("correction.brings"),
            hint: `${t("correction.bringsHint")} ${t("correction.where", where)}`,
          }}
          button={t("correction.send")}
          summary={t("error.summaryTitle")}
        />
      ) : (
        <StepUp place={place} path={path} />
      )}
    </DeedPage>
  );
}
