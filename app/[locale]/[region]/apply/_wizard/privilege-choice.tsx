"use client";

import { useState } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { Select } from "#app/_ui/select.tsx";

export type PrivilegeOption = {
  readonly value: string;
  readonly label: string;
  /** What it gives and which papers it asks for, a sentence each. */
  readonly about: readonly string[];
};

type PrivilegeChoiceProps = {
  readonly label: string;
  readonly prompt: string;
  readonly aboutTitle: string;
  readonly options: readonly PrivilegeOption[];
  readonly chosen: string;
  readonly error: string | undefined;
};

/** The ground of the privilege out of the list, and under it what the chosen one gives and asks for. */
export function PrivilegeChoice(props: PrivilegeChoiceProps) {
  const { label, prompt, aboutTitle, options, chosen, error } = props;
  const [value, setValue] = useState(chosen);
  const about = options.find((option) => option.value === value);
  return (
    <div>
      <Select
        name="privilegeCategory"
        label={label}
        prompt={prompt}
        options={options}
        error={error}
        defaultValue={chosen}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      {about !== undefined && (
        <Alert title={aboutTitle} polite>
          <p className="font-medium">{about.label}</p>
          {about.about.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Alert>
      )}
    </div>
  );
}
