import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";

type Step = { readonly label: string; readonly href?: string | undefined };

type StepsProps = {
  /** «Шаг 2 из 5». */
  readonly label: string;
  readonly steps: readonly Step[];
  /** Index of the present step, from 0. */
  readonly current: number;
};

/** How far one has come in a wizard. On a phone a line of dots and the present step's name; a list of names from `lg`. */
export function Steps({ label, steps, current }: StepsProps) {
  return (
    <nav aria-label={label} className="print:hidden">
      <p className="text-sm font-medium text-ink-soft lg:mb-3">
        {label}
        <span className="text-ink lg:hidden">
          {" · "}
          {steps[current]?.label}
        </span>
      </p>
      <ol className="mt-2 flex gap-1.5 lg:mt-0 lg:grid lg:gap-0">
        {steps.map((step, index) => {
          const passed = index < current;
          const here = index === current;
          return (
            <li
              key={step.label}
              aria-current={here ? "step" : undefined}
              className="grow lg:flex lg:gap-3"
            >
              <span
                aria-hidden="true"
                className={classNames(
                  "block h-2 rounded-round lg:hidden",
                  passed && "bg-sky",
                  here && "bg-action",
                  !passed && !here && "border border-edge bg-surface",
                )}
              />
              <span className="hidden lg:flex lg:flex-col lg:items-center" aria-hidden="true">
                <span
                  className={classNames(
                    "grid size-8 place-items-center rounded-round border-2 text-sm font-semibold",
                    passed && "border-sky bg-sky-soft text-sky-ink",
                    here && "border-action bg-action text-on-action",
                    !passed && !here && "border-edge bg-surface text-ink-soft",
                  )}
                >
                  {passed ? <Icon name="check" /> : index + 1}
                </span>
                {index < steps.length - 1 && <span className="min-h-4 w-0.5 grow bg-line" />}
              </span>
              <span className="sr-only lg:not-sr-only lg:pt-1 lg:pb-4">
                {passed && step.href !== undefined ? (
                  <a href={step.href} className="text-link underline underline-offset-4">
                    {step.label}
                  </a>
                ) : (
                  <span className={here ? "font-semibold" : "text-ink-soft"}>{step.label}</span>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
