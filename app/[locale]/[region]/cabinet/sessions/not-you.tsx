import type { PortalPage } from "#app/_request/region.ts";
import { Link } from "#app/_ui/link.tsx";
import { translator } from "#lib/i18n/translate.ts";

/** «Это не вы?»: what to do about a sign-in that one does not know, in the order in which it helps. */
export function NotYou({ place }: { readonly place: PortalPage }) {
  const { locale, root } = place;
  const t = translator(locale);
  return (
    <section aria-labelledby="not-you" className="grid gap-2">
      <h2 id="not-you" className="text-xl">
        {t("sessions.notYou.title")}
      </h2>
      <p>{t("sessions.notYou.text")}</p>
      <ol className="ms-5 grid list-decimal gap-1">
        <li>{t("sessions.notYou.close")}</li>
        <li>
          <Link
            href={`${root}/cabinet/profile?tab=password`}
            className="inline-flex min-h-11 items-center"
          >
            {t("sessions.notYou.password")}
          </Link>
        </li>
        <li>
          <Link href={`${root}/cabinet`} className="inline-flex min-h-11 items-center">
            {t("sessions.notYou.phone")}
          </Link>
        </li>
      </ol>
    </section>
  );
}
