import type { ReactNode } from "react";

/** The row of a form's or page's primary action: stays at the bottom of a phone's screen, in the flow from `sm`. */
export function BottomBar({ children }: { readonly children: ReactNode }) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-col-reverse gap-2 border-t border-line bg-surface px-4 py-3 sm:static sm:mx-0 sm:flex-row sm:flex-wrap sm:items-center sm:gap-4 sm:border-0 sm:bg-transparent sm:px-0 sm:py-0 print:hidden">
      {children}
    </div>
  );
}
