import type { ReactNode } from "react";

/**
 * The row of a form's or page's primary action: stays at the bottom of a phone's screen, in the flow from `sm`. The way
 * back first, the primary action last.
 */
export function BottomBar({ children }: { readonly children: ReactNode }) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-3 *:grow sm:static sm:mx-0 sm:gap-4 sm:border-0 sm:bg-transparent sm:px-0 sm:py-0 sm:*:grow-0 print:hidden">
      {children}
    </div>
  );
}
