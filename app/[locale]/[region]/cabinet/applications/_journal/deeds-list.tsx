import { Link } from "#app/_ui/link.tsx";
import type { Translator } from "#lib/i18n/translate.ts";
import { deedsOf, type DeedSubject } from "./deeds.ts";

type DeedsListProps = {
  readonly t: Translator;
  readonly root: string;
  readonly application: DeedSubject;
};

/** «Что можно сделать»: the ways on from an application; nothing at all for one that is closed. */
export function DeedsList({ t, root, application }: DeedsListProps) {
  const deeds = deedsOf(application);
  if (deeds.length === 0) return null;
  return (
    <section aria-labelledby="deeds" className="print:hidden">
      <h2 id="deeds" className="mb-3 text-xl">
        {t("journal.deeds")}
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {deeds.map(({ label, path }) => (
          <li key={path}>
            <Link href={`${root}${path}`} className="flex min-h-12 items-center py-2">
              {t(label)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
