/** What a plain question carries on beside what is typed into it. */
export function HiddenFields({
  fields,
  without = [],
}: {
  readonly fields: readonly (readonly [string, string])[];
  /** Names that the form asks for itself. */
  readonly without?: readonly string[];
}) {
  return (
    <>
      {fields
        .filter(([name]) => !without.includes(name))
        .map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
    </>
  );
}
