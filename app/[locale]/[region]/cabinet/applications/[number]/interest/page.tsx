import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Deadline } from "#app/_ui/deadline.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { type InterestStanding, interestStanding } from "#lib/applications/interest-views.ts";
import { addDays, daysBetween, localDateOf } from "#lib/calendar/local-date.ts";
import { formatDate, formatDateFrom } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { type DeedParams, type DeedPlace, loadDeed } from "../../_deeds/load-deed.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";
import { confirm, restore } from "./actions.ts";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "journal.interest.title");
}

/** «Подтвердить заинтересованность» → «Подтвердить» (manual 003, figures 13 and 14), and «Восстановить» after it. */
export default async function InterestPage({ params, searchParams }: PageProps) {
  const deed = await loadDeed(params, "interest");
  const { place, actor, application, now } = deed;
  const { number } = application;
  const found = await interestStanding(actor, { regionId: place.portal.id, number }, now);
  if (!found.ok) notFound();
  const restored = queryValue(await searchParams, "restored") !== undefined;
  const title =
    found.value.state === "removed" ? "interest.restoreTitle" : "journal.interest.title";
  return (
    <DeedPage deed={deed} title={title}>
      <Standing deed={deed} standing={found.value} restored={restored} />
    </DeedPage>
  );
}

type StandingProps = {
  readonly deed: DeedPlace;
  readonly standing: InterestStanding;
  readonly restored: boolean;
};

const tones = { later: "info", over: "wait", done: "done" } as const;

function Standing({ deed, standing, restored }: StandingProps) {
  const { place, application } = deed;
  const { locale, root } = place;
  const t = translator(locale);
  switch (standing.state) {
    case "none":
      return <DeedClosed deed={deed} />;
    case "open":
      return <Confirm deed={deed} standing={standing} />;
    case "removed":
      return <Restore deed={deed} standing={standing} />;
    default: {
      const { state, dueAt, windowDays } = standing;
      const date = formatDate(locale, dueAt);
      const from = formatDateFrom(locale, addDays(localDateOf(dueAt), -windowDays));
      const words = {
        later: t("interest.later", { from }),
        over: t("interest.overText"),
        done: restored ? t("interest.restored", { date }) : t("interest.done", { date }),
      };
      return (
        <>
          <Alert tone={tones[state]} polite={state === "done"}>
            <p>{words[state]}</p>
          </Alert>
          <p>
            <LinkButton
              href={`${root}${applicationPath(application.number)}`}
              look="secondary"
              wide
            >
              {t("deed.back")}
            </LinkButton>
          </p>
        </>
      );
    }
  }
}

type ConfirmProps = {
  readonly deed: DeedPlace;
  readonly standing: Extract<InterestStanding, { readonly state: "open" }>;
};

function Confirm({ deed, standing: { dueAt, nextAt } }: ConfirmProps) {
  const { place, actor, application, path, now } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number } = application;
  const until = localDateOf(dueAt);
  const left = daysBetween(localDateOf(now), until);
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  return (
    <>
      <h2 className="text-xl">{t("interest.plain.question")}</h2>
      <Deadline
        date={t("journal.interest.until", { date: formatDate(locale, until) })}
        dateTime={until}
        left={left < 0 ? t("interest.over") : t("date.daysLeft", { n: left })}
        otherwise={t("journal.interest.otherwise")}
        overdue={left < 0}
      />
      <div className="grid gap-1">
        <p>{t("interest.next", { date: formatDate(locale, nextAt) })}</p>
        <p>{t("interest.told")}</p>
      </div>
      {authorize(actor, "interest.confirm", owner).ok ? (
        <form
          action={confirm.bind(null, locale, portal.slug, number, dueAt.toISOString())}
          className="flex flex-col gap-3 sm:flex-row sm:flex-wrap"
        >
          <Button wide>{t("interest.confirm")}</Button>
          <LinkButton href={`${root}${deedPath(number, "withdraw")}`} look="secondary" wide>
            {t("interest.plain.no")}
          </LinkButton>
        </form>
      ) : (
        <StepUp place={place} path={path} />
      )}
      <p className="text-sm text-ink-soft">{t("interest.rule")}.</p>
    </>
  );
}

type RestoreProps = {
  readonly deed: DeedPlace;
  readonly standing: Extract<InterestStanding, { readonly state: "removed" }>;
};

const refusals = {
  "not-removed": "interest.restoreOver",
  "once-only": "interest.restoreUsed",
  over: "interest.restoreOver",
  replaced: "interest.restoreReplaced",
} as const;

function Restore({ deed, standing: { restoreUntil, refusal } }: RestoreProps) {
  const { place, actor, application, path } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number } = application;
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  if (refusal !== null) {
    return (
      <>
        <Alert tone="stop">
          <p>{t(refusals[refusal])}</p>
        </Alert>
        <p>
          <LinkButton href={`${root}${applicationPath(number)}`} look="secondary" wide>
            {t("deed.back")}
          </LinkButton>
        </p>
      </>
    );
  }
  return (
    <>
      <Alert tone="stop">
        <p>{t("interest.restore", { date: formatDate(locale, restoreUntil) })}</p>
      </Alert>
      <p>{t("interest.restoreText")}</p>
      {authorize(actor, "interest.restore", owner).ok ? (
        <form action={restore.bind(null, locale, portal.slug, number)}>
          <Button wide>{t("interest.restoreButton")}</Button>
        </form>
      ) : (
        <StepUp place={place} path={path} />
      )}
    </>
  );
}
