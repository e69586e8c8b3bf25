import type { Metadata } from "next";

import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { authorize } from "#lib/access/authorize.ts";
import { myApplications } from "#lib/applications/journal.ts";
import { isAtRest } from "#lib/applications/status.ts";
import { wishesView } from "#lib/applications/wish-views.ts";
import { formatDateTime, formatNumber } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { StepUp } from "../../../_shell/step-up.tsx";
import { DeedClosed, deedMetadata, DeedPage } from "../../_deeds/deed-page.tsx";
import { type DeedParams, loadDeed } from "../../_deeds/load-deed.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { setTwins } from "./actions.ts";

type PageProps = { readonly params: DeedParams };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return await deedMetadata(params, "twins.title");
}

/** «Двойняшки»: what taking places together means, and the one button that begins or ends it. */
export default async function TwinsPage({ params }: PageProps) {
  const deed = await loadDeed(params, "twins");
  const { place, actor, application, path, now } = deed;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { number, twins } = application;
  const together = twins.length > 0 && twins.every((twin) => twin.together);
  const owner = { regionId: portal.id, ownerIds: [actor.personId] };
  const wishes = await wishesView(actor, { regionId: portal.id, number }, now);
  const wished = wishes.ok && wishes.value !== null;
  const numbers = [number, ...twins.map((twin) => twin.number)];
  const mine = twins.length === 0 ? null : await myApplications(actor, portal.id, now);
  const family = mine?.ok ? mine.value.filter((line) => numbers.includes(line.number)) : [];
  return (
    <DeedPage still deed={deed} title="twins.title">
      {twins.length === 0 ? (
        <Alert tone="info">
          <p>{t("twins.none")}</p>
        </Alert>
      ) : (
        <>
          <Alert tone="info">
            <p>{t(together ? "twins.together" : "twins.apart")}</p>
          </Alert>
          <section aria-labelledby="who">
            <h2 id="who" className="mb-3 text-xl">
              {t("twins.who")}
            </h2>
            <ul className="divide-y divide-line border-y border-line">
              {family.map((each) => (
                <li key={each.number} className="grid py-2">
                  <span className="font-medium">{displayFullName(each.childName)}</span>
                  {each.place !== null && (
                    <span className="tabular text-sm text-ink-soft">
                      {t("journal.place", {
                        n: formatNumber(locale, each.place.position),
                        time: formatDateTime(now),
                      })}
                    </span>
                  )}
                  <span>
                    <Link
                      href={`${root}${applicationPath(each.number)}`}
                      className="inline-flex min-h-11 items-center"
                    >
                      {t("journal.card", { number: each.number })}
                    </Link>
                  </span>
                </li>
              ))}
            </ul>
          </section>
          <div className="grid gap-2">
            <p>{t(together ? "twins.partText" : "twins.what")}</p>
            {!together && <p>{t("twins.numbers")}</p>}
            {!together && wished && <p>{t("wishes.twinsJoin")}</p>}
          </div>
          {!isAtRest(application.status) ? (
            <DeedClosed deed={deed} />
          ) : authorize(actor, "application.twins", owner).ok ? (
            <form
              action={setTwins.bind(null, locale, portal.slug, number, !together)}
              className="flex flex-col gap-3 sm:flex-row sm:flex-wrap"
            >
              <Button wide>{t(together ? "twins.part" : "twins.join")}</Button>
              <LinkButton href={`${root}${applicationPath(number)}`} look="secondary" wide>
                {t("twins.keep")}
              </LinkButton>
            </form>
          ) : (
            <StepUp place={place} path={path} />
          )}
        </>
      )}
    </DeedPage>
  );
}
