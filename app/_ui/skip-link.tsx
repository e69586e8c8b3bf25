/** The first thing the keyboard meets: over the header, to the main content. */
export function SkipLink({ label }: { readonly label: string }) {
  return (
    <a
      href="#main"
      className="sr-only z-50 rounded-card bg-action px-5 py-3 font-semibold text-on-action focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
    >
      {label}
    </a>
  );
}
