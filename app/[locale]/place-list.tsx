import { Button } from "#app/_ui/button.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Toy } from "#app/_ui/pictures/toys.tsx";
import type { ToyName } from "#app/_ui/pictures/toys.tsx";
import { Select } from "#app/_ui/select.tsx";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";

import type { Places, ServedPlace, UnservedPlace } from "./chooser-data.ts";

const figures: readonly ToyName[] = ["camel", "foal", "lamb", "leopard"];

/** The portals as cards, then the regions that have none and what to do there. */
export function PlaceList({
  places,
  locale,
}: {
  readonly places: Places;
  readonly locale: Locale;
}) {
  const t = translator(locale);
  return (
    <>
      {places.served.length > 0 && (
        <section data-search-group="" aria-labelledby="served">
          <h2 id="served" className="text-xl">
            {t("region.served")}
          </h2>
          <ul className="mt-4 grid gap-3 md:grid-cols-2 lg:grid-cols-3">
            {places.served.map((place, index) => (
              <li
                key={place.slug}
                data-search={place.search}
                className={place.hasDistricts ? "md:col-span-full" : ""}
              >
                <Served place={place} locale={locale} index={index} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {places.unserved.length > 0 && (
        <section data-search-group="" aria-labelledby="unserved" className="mt-10">
          <h2 id="unserved" className="text-xl">
            {t("region.notServed")}
          </h2>
          <p className="mt-2 max-w-text">{t("region.none")}</p>
          <Unserved places={places.unserved} locale={locale} />
        </section>
      )}
    </>
  );
}

function Served({
  place,
  locale,
  index,
}: {
  readonly place: ServedPlace;
  readonly locale: Locale;
  readonly index: number;
}) {
  const t = translator(locale);
  const home = `/${locale}/${place.slug}`;
  const card = (
    <Card
      href={home}
      title={place.names[locale]}
      picture={<Toy name={figures[index % figures.length] ?? "camel"} />}
    >
      <span className="tabular">{groupPhone(place.supportPhone)}</span>
    </Card>
  );
  if (place.districts.length === 0) return card;
  return (
    <div className="grid items-stretch gap-x-6 gap-y-4 rounded-picture bg-sunken p-4 sm:p-5 lg:grid-cols-2">
      {card}
      <form method="post" action={`${home}/district`} className="flex flex-wrap items-end gap-3">
        <Select
          unfailing
          className="min-w-0 grow basis-60"
          label={t("region.district")}
          id={`district-${place.slug}`}
          name="district"
          prompt={t("region.districtsOf")}
          options={place.districts.map((district) => ({
            value: district.kato,
            label: district.names[locale],
          }))}
        />
        <Button icon="arrow" iconAfter wide>
          {t("region.pick")}
        </Button>
      </form>
    </div>
  );
}

function Unserved({
  places,
  locale,
}: {
  readonly places: readonly UnservedPlace[];
  readonly locale: Locale;
}) {
  return (
    <ul className="mt-4 gap-x-8 sm:columns-2 lg:columns-3">
      {places.map((place) => (
        <li key={place.kato} data-search={place.search} className="py-1.5 text-ink-soft">
          {place.names[locale]}
        </li>
      ))}
    </ul>
  );
}
