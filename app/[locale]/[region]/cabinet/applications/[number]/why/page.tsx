import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Button } from "#app/_ui/button.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { type WhyQuestion, type WhyView, whyView } from "#lib/applications/why.ts";
import { isLocalDate, localDateOf } from "#lib/calendar/local-date.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import type { DeedParams } from "../../_deeds/load-deed.ts";
import { CabinetPage } from "../../../_shell/cabinet-page.tsx";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";
import { WhyCauses } from "../../_journal/why-causes.tsx";
import { isVisit } from "../../_journal/why-panel.tsx";
import { WhyPicture } from "../../_journal/why-picture.tsx";
import { WhyTable } from "../../_journal/why-table.tsx";
import { boundSentence, storyNotes, storyParts, wayWords } from "../../_journal/why-words.ts";

type PageProps = {
  readonly params: DeedParams;
  readonly searchParams: PortalPageProps["searchParams"];
};
type Query = Awaited<PortalPageProps["searchParams"]>;

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.why");
}

/** «Почему номер изменился»: one sentence, each cause counted, the picture and its table; any two days. */
export default async function WhyPage({ params, searchParams }: PageProps) {
  const { number, ...address } = await params;
  const place = await loadPortal(address);
  const { locale, portal, root } = place;
  const path = deedPath(number, "why");
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, `${root}${path}`);
  const now = await currentInstant();
  const asking = { question: questionOf(await searchParams), remember: await isVisit() };
  const found = await whyView(actor, { regionId: portal.id, number }, asking, now);
  if (!found.ok) {
    if (found.code === "not-yours") notFound();
    redirect(signInPath(portalPath, `${root}${path}`));
  }
  const view = found.value;
  const t = translator(locale);
  const presets = [
    ...(view.previousVisit === null ? [] : ["visit" as const]),
    "month" as const,
    "registration" as const,
  ];
  return (
    <CabinetPage
      still
      place={place}
      path={path}
      section="applications"
      title={t("queue.why.title")}
      lead={t("journal.card", { number })}
      crumbs={[
        { label: t("journal.title"), href: `${root}/cabinet/applications` },
        { label: t("journal.card", { number }), href: `${root}${applicationPath(number)}` },
      ]}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <Tabs
          label={t("queue.why.period")}
          tabs={presets.map((since) => ({
            label: t(`queue.why.preset.${since}`),
            href: `${root}${path}?since=${since}`,
            current: view.asked === since,
          }))}
        />
        <Story t={t} view={view} now={now} />
        <DaysForm t={t} view={view} action={`${root}${path}`} now={now} />
      </div>
    </CabinetPage>
  );
}

function questionOf(query: Query): WhyQuestion {
  const [from = "", to = ""] = [queryValue(query, "from"), queryValue(query, "to")];
  if (isLocalDate(from) && isLocalDate(to)) return { from, to };
  const since = queryValue(query, "since");
  return { since: since === "month" || since === "registration" ? since : "visit" };
}

type StoryProps = { readonly t: Translator; readonly view: WhyView; readonly now: Date };

function Story({ t, view, now }: StoryProps) {
  const { story, from, to } = view;
  const notes = storyNotes(t, view);
  const said = story === null ? null : storyParts(t, story, { until: to < now ? "then" : "now" });
  const way = story === null ? null : wayWords(t, story);
  const span = { from: formatDate(t.locale, from), to: formatDate(t.locale, to) };
  const shown = span.from === span.to ? span.to : t("queue.why.span", span);
  return (
    <div className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-8">
      <div className="grid gap-2">
        <p className="text-sm text-ink-soft">{shown}</p>
        {said !== null && (
          <p>
            <strong className="block text-xl font-semibold">{said.numbers}</strong>
            {way !== null && <span className="mt-1 block text-lg">{way}</span>}
            {said.why !== null && (
              <span className="mt-2 block first-letter:uppercase">{said.why}</span>
            )}
          </p>
        )}
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        {story !== null && <p>{boundSentence(t, story)}</p>}
      </div>
      {story !== null && story.turns.length > 0 && (
        <>
          <section aria-labelledby="causes" className="grid gap-3">
            <h2 id="causes" className="text-xl">
              {t("queue.why.causes")}
            </h2>
            <WhyCauses t={t} story={story} />
            <p className="text-sm text-ink-soft">
              {t("queue.why.minus")}
              {story.causes.some(({ cause }) => cause === "interleave") &&
                ` ${t("queue.why.turns", { n: view.ratio })}`}
            </p>
          </section>
          <section aria-labelledby="picture" className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <h2 id="picture" className="text-xl">
              {t("queue.why.picture")}
            </h2>
            <WhyPicture t={t} story={story} />
            <WhyTable t={t} story={story} />
          </section>
        </>
      )}
    </div>
  );
}

type DaysFormProps = StoryProps & { readonly action: string };

function DaysForm({ t, view, action, now }: DaysFormProps) {
  const days = { min: localDateOf(view.registeredAt), max: localDateOf(now), type: "date" };
  return (
    <section aria-labelledby="days" className="max-w-text print:hidden">
      <h2 id="days" className="mb-3 text-xl">
        {t("queue.why.period")}
      </h2>
      <form action={action} className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...days}
          name="from"
          label={t("queue.why.from")}
          defaultValue={view.days.from}
          unfailing
        />
        <TextField
          {...days}
          name="to"
          label={t("queue.why.to")}
          defaultValue={view.days.to}
          unfailing
        />
        <div>
          <Button look="secondary" wide>
            {t("queue.why.show")}
          </Button>
        </div>
      </form>
    </section>
  );
}
