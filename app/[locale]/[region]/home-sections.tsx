import type { ReactNode } from "react";

import { Card } from "#app/_ui/card.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import type { IconName } from "#app/_ui/icon.tsx";
import { Link } from "#app/_ui/link.tsx";
import { SmallScene } from "#app/_ui/pictures/scenes.tsx";
import { whole } from "#app/_ui/whole.tsx";
import { ToyQueue } from "#app/_ui/pictures/toys.tsx";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import type { Portal } from "#lib/regions/views.ts";

type SectionProps = { readonly locale: Locale; readonly root: string };

const steps = ["apply", "wait", "place"] as const;

/** Three steps with the toys coming nearer to the yurt, and the two doors one needs most. */
export function HomeSteps({ locale, root }: SectionProps) {
  const t = translator(locale);
  return (
    <section aria-labelledby="steps" className="mt-12">
      <h2 id="steps" className="text-xl sm:text-2xl">
        {t("home.steps.title")}
      </h2>
      <ol className="mt-6 grid gap-x-10 gap-y-8 md:grid-cols-3">
        {steps.map((step, index) => (
          <li key={step} className="flex flex-col">
            <span className="flex h-20 items-end">
              <ToyQueue ahead={2 - index} className="h-20 max-w-full" />
            </span>
            <h3 className="mt-4 flex items-baseline gap-2.5 text-lg">
              <span className="tabular text-sky" aria-hidden="true">
                {index + 1}
              </span>
              {t(`home.steps.${step}.title`)}
            </h3>
            <p className="mt-1">{t(`home.steps.${step}.text`)}</p>
          </li>
        ))}
      </ol>
      <div className="mt-8 grid gap-3 md:grid-cols-3">
        <Card
          href={`${root}/kindergartens`}
          title={t("header.nav.kindergartens")}
          picture={<Round name="pin" />}
        >
          {t("home.cards.kindergartens")}
        </Card>
        <Card
          href={`${root}/queue`}
          title={t("header.nav.check")}
          picture={<Round name="search" />}
        >
          {t("home.cards.check")}
        </Card>
        <Card
          href={`${root}/cabinet`}
          title={t("header.nav.cabinet")}
          picture={<Round name="person" />}
        >
          {t("home.cards.cabinet")}
        </Card>
      </div>
    </section>
  );
}

function Round({ name }: { readonly name: IconName }) {
  return (
    <span className="grid size-12 shrink-0 place-items-center rounded-round bg-sky-soft text-lg text-sky-ink">
      <Icon name={name} />
    </span>
  );
}

const reasons = [
  ["why", "clock"],
  ["order", "shield"],
  ["sign", "key"],
  ["verify", "document"],
] as const;

/** Why this queue can be believed: only what the portal really does. */
export function HomeTrust({ locale }: Pick<SectionProps, "locale">) {
  const t = translator(locale);
  return (
    <section aria-labelledby="trust" className="mt-16">
      <h2 id="trust" className="text-xl sm:text-2xl">
        {t("home.trust.title")}
      </h2>
      <ul className="mt-6 grid gap-x-10 gap-y-8 md:grid-cols-2">
        {reasons.map(([reason, icon]) => (
          <li key={reason} className="flex gap-4">
            <Round name={icon} />
            <div>
              <h3 className="text-lg">{t(`home.trust.${reason}.title`)}</h3>
              <p className="mt-1 max-w-text">{t(`home.trust.${reason}.text`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whom to ask: the support phone, the office, the guides. */
export function HomeContacts({ locale, root, portal }: SectionProps & { readonly portal: Portal }) {
  const t = translator(locale);
  return (
    <section
      aria-labelledby="contact"
      className="mt-16 grid items-end gap-x-10 overflow-hidden rounded-picture bg-felt-air md:grid-cols-[minmax(0,1fr)_18rem]"
    >
      <div className="p-5 sm:p-8">
        <h2 id="contact" className="text-xl sm:text-2xl">
          {t("home.contact.title")}
        </h2>
        <dl className="mt-4 grid gap-3">
          <Fact term={t("help.support")}>
            <Link
              href={`tel:${portal.supportPhone}`}
              className="tabular inline-flex min-h-11 items-center text-lg font-semibold"
            >
              {groupPhone(portal.supportPhone)}
            </Link>
          </Fact>
          <Fact term={t("home.office")}>{whole(portal.officeAddress[locale])}</Fact>
          <Fact term={t("common.hours")}>{whole(portal.officeHours[locale])}</Fact>
        </dl>
        <p className="mt-4">
          <Link
            href={`${root}/help`}
            className="inline-flex min-h-11 items-center gap-2 font-semibold"
          >
            {t("home.cards.help")}
          </Link>
        </p>
      </div>
      <SmallScene who="grandmother" className="h-52 justify-self-end" />
    </section>
  );
}

export function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
