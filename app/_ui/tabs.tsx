import { classNames } from "./class-names.ts";

type TabsProps = {
  readonly label: string;
  readonly tabs: readonly {
    readonly label: string;
    readonly href: string;
    readonly current?: boolean;
  }[];
};

/** Tabs that are links (`?tab=history`): each has its address, so they work without JavaScript and can be sent. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav aria-label={label} className="border-b border-line print:hidden">
      <ul className="-mb-px flex flex-wrap gap-x-1 sm:gap-x-3">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={classNames(
                "inline-flex min-h-12 items-center border-b-4 px-1 text-base font-semibold whitespace-nowrap no-underline min-[24rem]:px-2 sm:px-3",
                tab.current
                  ? "border-action text-ink"
                  : "border-transparent text-link hover:border-line hover:underline",
              )}
            >
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
