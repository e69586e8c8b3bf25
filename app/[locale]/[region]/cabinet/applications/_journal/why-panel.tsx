import { headers } from "next/headers";
import { Link } from "#app/_ui/link.tsx";
import type { Actor } from "#lib/access/actor.ts";
import type { ApplicationView } from "#lib/applications/journal.ts";
import { type SinceLastVisit, sinceLastVisit } from "#lib/applications/why.ts";
import { formatDate, formatNumber } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { WhyCauses } from "./why-causes.tsx";
import { wayWords } from "./why-words.ts";

type WhyPanelProps = {
  readonly t: Translator;
  readonly actor: Actor;
  readonly application: ApplicationView;
  readonly now: Date;
  /** Of the page that tells it at length. */
  readonly href: string;
};

/** «Почему номер изменился» since the last visit, on the application's own page; nothing for one without a number. */
export async function WhyPanel({ t, actor, application, now, href }: WhyPanelProps) {
  const { regionId, number, place } = application;
  if (place === null) return null;
  const remember = await isVisit();
  const since = await sinceLastVisit(actor, { regionId, number }, { place, remember }, now);
  if (!since.ok) return null;
  return (
    <section aria-labelledby="why" className="grid gap-3">
      <h2 id="why" className="text-xl">
        {t(since.value.kind === "first" ? "queue.help" : "queue.why.title")}
      </h2>
      <Since t={t} since={since.value} />
      <p>
        <Link href={href} className="inline-flex min-h-11 items-center">
          {t("queue.why.link")}
        </Link>
      </p>
    </section>
  );
}

function Since({ t, since }: { readonly t: Translator; readonly since: SinceLastVisit }) {
  switch (since.kind) {
    case "first":
      return <p>{t("queue.means")}</p>;
    case "same":
      return <p>{t("queue.why.unchanged", { date: formatDate(t.locale, since.at) })}</p>;
    case "changed": {
      const { story, at } = since;
      const [a, b] = [story.from.position, story.to.position];
      const way = wayWords(t, story);
      return (
        <>
          <p>
            <span className="block text-sm text-ink-soft">
              {t("queue.why.sinceVisit", { date: formatDate(t.locale, at) })}
            </span>
            <strong className="tabular block text-lg font-semibold first-letter:uppercase">
              {t("queue.why.hint", { a: formatNumber(t.locale, a), b: formatNumber(t.locale, b) })}
            </strong>
            {way !== null && <span className="block">{way}</span>}
          </p>
          <WhyCauses t={t} story={story} />
        </>
      );
    }
  }
}

/** Whether somebody asked for this page: what the browser fetches beforehand is no visit. */
export async function isVisit(): Promise<boolean> {
  const list = await headers();
  const purpose = `${list.get("sec-purpose") ?? ""} ${list.get("purpose") ?? ""}`;
  return !/prefetch|prerender/i.test(purpose) && !list.has("next-router-prefetch");
}
