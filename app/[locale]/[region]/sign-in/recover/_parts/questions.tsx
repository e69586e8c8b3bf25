import type { PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import { maskIin } from "#lib/identity/iin.ts";
import { newId } from "#lib/platform/ids.ts";
import { recoveryYears } from "#lib/sign-in/recovery-input.ts";
import { recoveryAttempts } from "#lib/sign-in/recovery-limits.ts";
import { yearOf } from "#lib/sign-in/recovery-records.ts";
import { stepPath } from "../../_steps/visitor.ts";
import { answerQuestions } from "../actions.ts";
import { Certificate } from "./certificate.tsx";
import { sealedClaimant } from "./claimant.ts";
import { QuestionsForm, type QuestionsTexts } from "./questions-form.tsx";

type QuestionsProps = {
  readonly place: PortalPage;
  readonly iin: string;
  /** Attempts that remain. */
  readonly left: number;
  readonly returnTo: string | null;
  readonly now: Date;
};

/** Step 1 of manual 000: the warning, why the questions are asked, the questions with their examples. */
export async function Questions({ place, iin, left, returnTo, now }: QuestionsProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  return (
    <>
      <Alert tone="wait">
        <p>{t("recover.warnLift", { iin: maskIin(iin) })}</p>
        {left < recoveryAttempts && (
          <p className="font-semibold">{t("common.attemptsLeft", { n: left })}</p>
        )}
      </Alert>
      <section aria-labelledby="questions" className="grid gap-4">
        <h2 id="questions" className="text-xl">
          {t("common.stepOf", { n: 1, m: 3 })}. {t("recover.answersTitle")}
        </h2>
        <p>{t("recover.why")}</p>
        <QuestionsForm
          action={answerQuestions.bind(null, locale, portal.slug, returnTo)}
          texts={textsOf(t)}
          freshKey={newId()}
          claimant={await sealedClaimant(portal.id, iin, now)}
          years={recoveryYears(yearOf(now)).map(String)}
          cancelHref={stepPath(root, "", returnTo)}
          iinExample={
            <Disclosure title={`${t("recover.example")} ${t("recover.paper.iinWhere")}`}>
              <Certificate t={t} form="new" mark="iin" />
            </Disclosure>
          }
          numberExample={
            <Disclosure title={`${t("recover.example")} ${t("recover.whereToFind")}`} open>
              <div className="grid gap-4 sm:grid-cols-2">
                <Certificate t={t} form="new" mark="number" />
                <Certificate t={t} form="old" mark="number" />
              </div>
            </Disclosure>
          }
          parentsExample={
            <Disclosure title={`${t("recover.example")} ${t("recover.paper.parents")}`}>
              <div className="grid gap-4 sm:grid-cols-2">
                <Certificate t={t} form="new" mark="parents" />
                <Certificate t={t} form="old" mark="parents" />
              </div>
            </Disclosure>
          }
        >
          <p className="mt-2">
            <Link href={`${root}/queue`} className="inline-flex min-h-11 items-center">
              {t("check.title")}
            </Link>
          </p>
          <p className="mt-2 text-ink-soft">{t("recover.check")}</p>
        </QuestionsForm>
      </section>
    </>
  );
}

function textsOf(t: Translator): QuestionsTexts {
  return {
    summary: t("error.summaryTitle"),
    childIin: { label: numbered(1, t("recover.child")) },
    certificate: { label: numbered(2, t("recover.cert.label")), hint: t("recover.cert.hint") },
    parent1: { label: numbered(3, t("recover.parent1.label")), hint: t("recover.parent1.hint") },
    parent2: { label: numbered(4, t("recover.parent2.label")), hint: t("recover.parent2.hint") },
    optional: t("common.optional"),
    where: { label: numbered(5, t("recover.where.label")) },
    attends: t("recover.where.attends"),
    queue: t("recover.where.queue"),
    year: { label: numbered(6, t("recover.year")), hint: t("recover.yearHint") },
    yearPrompt: t("recover.yearPrompt"),
    next: t("common.next"),
    cancel: t("common.cancel"),
  };
}

// The numbers stand in the labels, as in the manual, so that a screen reader says them too.
function numbered(n: number, label: string): string {
  return `${n}. ${label}`;
}
