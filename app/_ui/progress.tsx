/** Something is going on and its end is unknown. `label` is shown beside it and read out; give it after one second. */
export function Spinner({ label }: { readonly label: string }) {
  return (
    <output className="flex items-center gap-3">
      <svg
        viewBox="0 0 24 24"
        aria-hidden="true"
        className="size-6 shrink-0 motion-safe:animate-spin"
        fill="none"
      >
        <circle cx="12" cy="12" r="9" strokeWidth="3" className="stroke-line" />
        <path
          d="M12 3a9 9 0 019 9"
          strokeWidth="3"
          strokeLinecap="round"
          className="stroke-action"
        />
      </svg>
      <span>{label}</span>
    </output>
  );
}

type ProgressProps = { readonly label: string; readonly value: number; readonly max: number };

/** A measured progress, with its words above. */
export function Progress({ label, value, max }: ProgressProps) {
  return (
    <label className="block cursor-default">
      <span className="block text-sm font-medium">{label}</span>
      <progress
        value={value}
        max={max}
        className="mt-1 block h-2.5 w-full appearance-none overflow-hidden rounded-round border border-edge bg-surface [&::-moz-progress-bar]:bg-action [&::-webkit-progress-bar]:bg-surface [&::-webkit-progress-value]:bg-action"
      />
    </label>
  );
}
