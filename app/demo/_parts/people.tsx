import { Button } from "#app/_ui/button.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import { whole } from "#app/_ui/whole.tsx";
import people from "#db/demo/people.json" with { type: "json" };
import type { Who } from "#lib/demo/emulator-answer.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayFullName, displayName } from "#lib/identity/name.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { translator } from "#lib/i18n/translate.ts";
import { chooseSigner } from "../actions.ts";
import { Lang, type PartProps } from "./part.tsx";

type Adult = (typeof people.adults)[number];

/** The families and the staff: what each can show, and a button that puts the person's key into the emulator. */
export function People({ locale, chosen }: PartProps & { readonly chosen: Who | null }) {
  const t = translator(locale);
  return (
    <>
      <h3 className="text-lg">{t("demo.people.adults")}</h3>
      <ul className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2 lg:grid-cols-3">
        {people.adults.map((adult) => (
          <Person
            key={adult.iin}
            locale={locale}
            iin={adult.iin}
            name={displayFullName(adult)}
            facts={[
              adult.mobilePhone === null ? t("demo.people.noPhone") : groupPhone(adult.mobilePhone),
              addressOf(adult, locale),
              ...childrenOf(adult.iin, t("demo.people.children")),
            ]}
            story={adult.role}
            chosen={chosen}
          />
        ))}
      </ul>
      <h3 className="mt-8 text-lg">{t("demo.people.staff")}</h3>
      <ul className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2 lg:grid-cols-3">
        {people.staff.map((each) => (
          <Person
            key={each.iin}
            locale={locale}
            iin={each.iin}
            name={displayName(each.name)}
            facts={[each.login, regionName(each.region, locale)]}
            story={each.role}
            chosen={chosen}
          />
        ))}
      </ul>
    </>
  );
}

type PersonProps = PartProps & {
  readonly iin: string;
  readonly name: string;
  readonly facts: readonly string[];
  readonly story: string;
  readonly chosen: Who | null;
};

function Person({ locale, iin, name, facts, story, chosen }: PersonProps) {
  const t = translator(locale);
  const signs = chosen?.iin === iin && chosen.key === "valid";
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] content-between gap-3 rounded-card border border-line bg-surface p-4 sm:p-5">
      <div>
        <p className="font-semibold">{name}</p>
        <p className="tabular">{groupIin(iin)}</p>
        {facts.map((fact) => (
          <p key={fact} className="text-sm wrap-anywhere text-ink-soft">
            {whole(fact)}
          </p>
        ))}
        {locale === "en" && <p className="mt-2 text-sm">{story}</p>}
      </div>
      <form action={chooseSigner} className="flex flex-wrap items-center gap-3">
        <Lang locale={locale} />
        <input type="hidden" name="iin" value={iin} />
        <input type="hidden" name="algorithm" value="gost" />
        {signs ? (
          <Tag tone="done">{t("demo.emulator.chosen")}</Tag>
        ) : (
          <Button look="secondary">
            {t("demo.emulator.signAs")}
            <span className="sr-only">: {name}</span>
          </Button>
        )}
      </form>
    </li>
  );
}

function addressOf({ registration }: Adult, locale: PartProps["locale"]): string {
  if (registration === null) return translator(locale)("demo.people.noRegistration");
  return locale === "kk" ? registration.addressKk : registration.addressRu;
}

function childrenOf(parent: string, label: string): string[] {
  const own = people.children.filter((child) => child.parents.includes(parent));
  return own.length === 0
    ? []
    : [
        // A name stays with its number at the end of a line.
        `${label}: ${own.map((child) => `${displayName(child.givenName)}\u00a0${groupIin(child.iin)}`).join(", ")}`,
      ];
}

function regionName(slug: string, locale: PartProps["locale"]): string {
  const region = people.regions.find((each) => each.slug === slug);
  if (region === undefined) return slug;
  return { kk: region.nameKk, ru: region.nameRu, en: region.nameEn }[locale];
}
