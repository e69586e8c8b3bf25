import type { PortalPage } from "#app/_request/region.ts";
import { Link } from "#app/_ui/link.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { type ConfirmedField, confirmedFields } from "#lib/people/contact-rules.ts";
import type { ProfileView } from "#lib/people/profile.ts";
import { confirmPath } from "./confirm/address.ts";

type ConfirmationsProps = { readonly place: PortalPage; readonly view: ProfileView };

/** Which contacts are confirmed by a code, which wait for one, and the way to it. */
export function Confirmations({ place, view }: ConfirmationsProps) {
  const { locale, root } = place;
  const t = translator(locale);
  const { contact, confirmed, pending, mayWrite } = view;
  const known = confirmedFields.filter(
    (field) => (contact?.[field] ?? pending[field] ?? null) !== null,
  );
  if (known.length === 0) return null;
  const shown = (field: ConfirmedField, value: string) =>
    field === "email" ? value : groupPhone(value);
  const stateOf = (field: ConfirmedField) => {
    const value = contact?.[field] ?? null;
    const waiting = pending[field];
    const open = waiting !== undefined || confirmed[field] === null;
    return (
      <div className="grid gap-2">
        {value !== null && <span className="wrap-anywhere">{shown(field, value)}</span>}
        <span>
          <Tag tone={confirmed[field] === null ? "wait" : "done"}>
            {confirmed[field] === null ? t("profile.unconfirmed") : t("profile.confirmed")}
          </Tag>
        </span>
        {waiting !== undefined && (
          <span className="wrap-anywhere">
            {t("profile.waiting", { value: shown(field, waiting) })}
          </span>
        )}
        {open && mayWrite && (
          <Link href={`${root}${confirmPath(field)}`} className="inline-flex min-h-11 items-center">
            {t(`profile.confirmTitle.${field}`)}
          </Link>
        )}
      </div>
    );
  };
  return (
    <section aria-labelledby="confirmation" className="max-w-text">
      <h2 id="confirmation" className="text-xl">
        {t("profile.confirmation")}
      </h2>
      <p className="mt-1 mb-4 text-ink-soft">{t("profile.unconfirmedHint")}</p>
      <SummaryList
        rows={known.map((field) => ({ term: t(`profile.${field}`), value: stateOf(field) }))}
      />
    </section>
  );
}
