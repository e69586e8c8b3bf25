import { Icon } from "#app/_ui/icon.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Translator } from "#lib/i18n/translate.ts";

/** Where the calendar file of an application's deadlines is, after the cabinet's root. */
export function calendarPath(root: string, number: string): string {
  return `${root}/cabinet/applications/${number}/deadlines.ics`;
}

/** «Добавить в календарь», beside a deadline: every deadline of the application, with reminders, in one file. */
export function CalendarLink({ t, href }: { readonly t: Translator; readonly href: string }) {
  return (
    <p className="print:hidden">
      <Link href={href} className="inline-flex min-h-11 items-center gap-2">
        <Icon name="clock" />
        {t("deadline.add")}
      </Link>
    </p>
  );
}
