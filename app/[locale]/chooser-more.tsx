import { Disclosure } from "#app/_ui/disclosure.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import type { Portal } from "#lib/regions/views.ts";

const steps = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Under the list of places: what one can do here, how, and whom to call. */
export function ChooserMore({
  locale,
  places,
}: {
  readonly locale: Locale;
  readonly places: readonly Portal[];
}) {
  const t = translator(locale);
  return (
    <div className="mt-14 grid gap-x-14 gap-y-12 lg:grid-cols-2">
      <section aria-labelledby="services">
        <h2 id="services" className="text-xl">
          {t("region.services")}
        </h2>
        <div className="mt-3">
          <p className="font-semibold">{t("service.title")}</p>
          <p className="mt-1 text-sm text-ink-soft">{t("service.legal")}</p>
        </div>
        <div className="mt-5">
          <p className="font-semibold">{t("service.akmola")}</p>
        </div>
        <h2 className="mt-10 text-xl">{t("region.supportPhone")}</h2>
        <ul className="mt-3 divide-y divide-line">
          {places.map((place) => (
            <li key={place.slug} className="flex flex-wrap items-center justify-between gap-x-4">
              <span>{place.names[locale]}</span>
              <Link
                href={`tel:${place.supportPhone}`}
                className="tabular inline-flex min-h-11 items-center"
              >
                {groupPhone(place.supportPhone)}
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="guides">
        <h2 id="guides" className="text-xl">
          {t("help.guides")}
        </h2>
        <div className="mt-2 border-t border-line">
          <Disclosure title={t("help.guide.apply.title")} open>
            <ol>
              {steps.map((step) => (
                <li key={step}>{t(`help.guide.apply.step${step}` as MessageKey)}</li>
              ))}
            </ol>
          </Disclosure>
          <Disclosure title={t("help.guide.ncalayer.title")}>
            <ol>
              {steps.slice(0, 5).map((step) => (
                <li key={step}>{t(`help.guide.ncalayer.step${step}` as MessageKey)}</li>
              ))}
            </ol>
          </Disclosure>
        </div>
      </section>
    </div>
  );
}
