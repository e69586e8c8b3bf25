import { Button } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { whole } from "#app/_ui/whole.tsx";
import { groupAnswers, pageAfter } from "#lib/kindergartens/find.ts";
import { type ListedKindergarten, teachingLanguages } from "#lib/kindergartens/register.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { QueueType } from "#lib/regions/queue-types.ts";
import type { District } from "#lib/regions/views.ts";
import { languageList } from "../../../kindergartens/words.ts";
import { HiddenFields } from "./hidden-fields.tsx";
import { type WishAddress, wishFields, wishSearchOf, type WishSearch } from "./wish-query.ts";
import { nameIn } from "./wish-words.ts";

/** Some screens of a phone; a small town is on the first page whole. */
const resultsAtOnce = 20;

type RegisterSearchProps = {
  readonly t: Translator;
  readonly root: string;
  readonly action: string;
  readonly address: WishAddress;
  readonly search: WishSearch;
  /** What the search found. */
  readonly found: readonly ListedKindergarten[];
  /** To choose from where there are several; the queue is one for all of them. */
  readonly districts: readonly District[];
  readonly child: { readonly queueType: QueueType; readonly cohort: number | null };
  /** Whether one more can be taken, or one be put in another's stead. */
  readonly takes: boolean;
};

/** «Найти детский сад»: a plain search, and a button at each kindergarten that is not in the list yet. */
export function RegisterSearch(props: RegisterSearchProps) {
  const { t, root, action, address, search, found, districts, child, takes } = props;
  const page =
    pageAfter(found, search.after, resultsAtOnce) ?? pageAfter(found, null, resultsAtOnce);
  const at = (after: string | null) =>
    `${action}${wishSearchOf({ ...address, search: { ...search, after } })}#find`;
  return (
    <form action={`${action}#list`} className="grid gap-4">
      <HiddenFields
        fields={wishFields({ ...address, search, refused: null })}
        without={["q", "language", "district"]}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          name="q"
          type="search"
          label={t("wishes.text")}
          defaultValue={search.text}
          maxLength={100}
          required={false}
          unfailing
          className="sm:col-span-2"
        />
        <Select
          name="language"
          label={t("wishes.language")}
          defaultValue={search.language ?? ""}
          prompt={t("wishes.anyLanguage")}
          options={teachingLanguages.map((value) => ({
            value,
            label: t(`kindergartens.language.${value}`),
          }))}
          required={false}
          unfailing
        />
        {districts.length > 1 && (
          <Select
            name="district"
            label={t("wishes.district")}
            defaultValue={search.districtKato ?? ""}
            prompt={t("wishes.anyDistrict")}
            options={districts.map(({ kato, names }) => ({ value: kato, label: names[t.locale] }))}
            required={false}
            unfailing
          />
        )}
      </div>
      <div>
        {/* Said twice, `after` is not said: a new search begins at its beginning. */}
        <Button
          look="secondary"
          icon="search"
          formAction={`${action}#find`}
          name="after"
          value=""
          data-wishes-search=""
          wide
        >
          {t("wishes.search")}
        </Button>
      </div>
      <div data-wishes-found="" className="grid gap-4">
        <output className="block text-sm text-ink-soft">
          {found.length === 0 ? t("wishes.nothing") : t("wishes.found", { n: found.length })}
        </output>
        {page !== null && page.items.length > 0 && (
          <ul className="divide-y divide-line border-y border-line">
            {page.items.map((each) => (
              <Found
                key={each.slug}
                t={t}
                root={root}
                kindergarten={each}
                rank={address.list.indexOf(each.slug) + 1}
                child={child}
                press={takes ? (address.insteadOf ? "wishes.addInstead" : "wishes.add") : null}
              />
            ))}
          </ul>
        )}
        {page !== null && (page.next !== null || page.first > 1) && (
          <Pagination
            label={t("wishes.pages")}
            previous={page.first > 1 ? { href: at(null), label: t("wishes.first") } : undefined}
            next={page.next === null ? undefined : { href: at(page.next), label: t("wishes.more") }}
            place={`${page.first}–${page.first + page.items.length - 1} / ${found.length}`}
          />
        )}
      </div>
    </form>
  );
}

type FoundProps = Pick<RegisterSearchProps, "t" | "root" | "child"> & {
  readonly kindergarten: ListedKindergarten;
  /** In the list, from 1; 0 for one that is not in it. */
  readonly rank: number;
  readonly press: "wishes.add" | "wishes.addInstead" | null;
};

function Found({ t, root, kindergarten, rank, child, press }: FoundProps) {
  const { slug, names, address, groups } = kindergarten;
  const name = nameIn(t.locale, names);
  const { queueType, cohort } = child;
  const year = cohort === null ? null : { year: String(cohort) };
  const fits = groups.some((group) =>
    groupAnswers(group, { queueType, cohort: cohort ?? undefined }),
  );
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow basis-52 wrap-anywhere">
        <p>
          <Link href={`${root}/kindergartens/${slug}`} className="inline-block py-1 font-semibold">
            {name}
          </Link>
        </p>
        <p className="text-sm text-ink-soft">{whole(nameIn(t.locale, address))}</p>
        <p className="text-sm text-ink-soft first-letter:uppercase">
          {t("kindergartens.languages", { list: languageList(t, kindergarten) })}
        </p>
        {year !== null && groups.length > 0 && (
          <p className="text-sm text-ink-soft">
            {t(fits ? "wishes.hasGroup" : "wishes.noGroup", year)}
          </p>
        )}
      </div>
      {rank > 0 ? (
        <Tag tone="sky">{t("wishes.inList", { n: rank })}</Tag>
      ) : press === null ? null : (
        <Button look="secondary" name="add" value={slug}>
          {t(press)}
          <span className="sr-only">: {name}</span>
        </Button>
      )}
    </li>
  );
}

/** «Не заменять»: the way out of choosing a kindergarten in another's stead. */
export function Replacing({
  t,
  action,
  address,
  name,
}: Pick<RegisterSearchProps, "t" | "action" | "address"> & { readonly name: string }) {
  return (
    <>
      <p>{t("wishes.replacing", { name: name.replace("№ ", "№\u00a0") })}</p>
      <p>
        <Link
          href={`${action}${wishSearchOf({ ...address, insteadOf: null, refused: null })}#list`}
          className="inline-flex min-h-11 items-center"
        >
          {t("wishes.noReplacing")}
        </Link>
      </p>
    </>
  );
}
