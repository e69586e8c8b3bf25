import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { whole } from "#app/_ui/whole.tsx";
import type { Actor } from "#lib/access/actor.ts";
import type { ApplicationView } from "#lib/applications/journal.ts";
import { areWishesAsked } from "#lib/applications/wish-rules.ts";
import { wishesView } from "#lib/applications/wish-views.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { policyFor } from "#lib/regions/views.ts";
import { nameIn } from "./wish-words.ts";

type WishesPanelProps = {
  readonly t: Translator;
  readonly actor: Actor;
  readonly application: Pick<ApplicationView, "regionId" | "number" | "queueType">;
  readonly now: Date;
  /** Of the page on which the list is changed. */
  readonly href: string;
};

/** «Желаемые детские сады» on the application's own page; nothing where the region does not ask for them. */
export async function WishesPanel({ t, actor, application, now, href }: WishesPanelProps) {
  const { regionId, number, queueType } = application;
  // The rule of the day is known already: where nobody asks, nothing is read.
  const { parameters } = await policyFor({ regionId, queueType, at: now });
  if (!areWishesAsked(parameters)) return null;
  const found = await wishesView(actor, { regionId, number }, now);
  if (!found.ok || found.value === null) return null;
  const { wishes, at, open, max } = found.value;
  if (wishes.length === 0 && !open) return null;
  const stale = wishes.some(({ state }) => state !== "open");
  return (
    <section aria-labelledby="wishes" className="grid gap-3">
      <div>
        <h2 id="wishes" className="text-xl">
          {t("choices.title")}
        </h2>
        <p className="text-sm text-ink-soft first-letter:uppercase">
          {t("choices.hint", { n: max })}
        </p>
      </div>
      {wishes.length === 0 ? (
        <p>{t("wishes.none")}</p>
      ) : (
        <ol className="divide-y divide-line border-y border-line">
          {wishes.map(({ slug, names, address, state }, index) => (
            <li key={slug} className="flex gap-3 py-2.5">
              <span className="tabular w-6 shrink-0 font-semibold text-ink-soft">{index + 1}.</span>
              <span className="min-w-0 wrap-anywhere">
                <span className="block font-semibold">{nameIn(t.locale, names)}</span>
                <span className="block text-sm text-ink-soft">
                  {whole(nameIn(t.locale, address))}
                </span>
                {state !== "open" && (
                  <span className="block text-sm font-medium text-wait-ink">
                    {t(`wishes.state.${state}`)}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      {stale && open && (
        <Alert tone="wait">
          <p>{t("wishes.stale")}</p>
        </Alert>
      )}
      {at !== null && wishes.length > 0 && (
        <p className="text-sm text-ink-soft">
          {t("wishes.since", { date: formatDate(t.locale, at) })}
        </p>
      )}
      {open && (
        <p className="print:hidden">
          {wishes.length === 0 ? (
            <LinkButton href={href} look="secondary" wide>
              {t("wishes.choose")}
            </LinkButton>
          ) : (
            <Link href={href} className="inline-flex min-h-11 items-center">
              {t("wishes.change")}
            </Link>
          )}
        </p>
      )}
    </section>
  );
}
