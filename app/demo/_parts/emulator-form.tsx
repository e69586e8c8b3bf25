import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/choice.tsx";
import { Select } from "#app/_ui/select.tsx";
import { keyOwners } from "#lib/demo/demo-ca.ts";
import {
  emulatorActions,
  emulatorAlgorithms,
  emulatorKeyKinds,
  type EmulatorSetting,
} from "#lib/demo/emulator-answer.ts";
import { hasNcaTestKey } from "#lib/demo/nca-test-key.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { translator } from "#lib/i18n/translate.ts";
import { saveEmulator } from "../actions.ts";
import { keyNames } from "./key-names.ts";
import { Lang, type PartProps } from "./part.tsx";

/** Whose key, which key, and what the emulator does when it is asked next. */
export function EmulatorForm({
  locale,
  setting,
}: PartProps & { readonly setting: EmulatorSetting }) {
  const t = translator(locale);
  const { chosen, next } = setting;
  // A new key after every save: a native list otherwise keeps what it showed before.
  const kinds = emulatorKeyKinds.filter((kind) => kind !== "nca-test" || hasNcaTestKey());
  const version = JSON.stringify(setting);
  return (
    <form
      key={version}
      action={saveEmulator}
      className="grid max-w-form grid-cols-[minmax(0,1fr)] gap-5"
    >
      <Lang locale={locale} />
      <Select
        unfailing
        name="signer"
        label={t("demo.emulator.signer")}
        defaultValue={chosen?.iin ?? ""}
        optional={undefined}
        required={false}
        options={[
          { value: "", label: t("demo.emulator.whoever") },
          ...keyOwners().map((person) => ({
            value: person.iin,
            label: `${displayFullName(person)} · ${groupIin(person.iin)}`,
          })),
        ]}
      />
      <Select
        unfailing
        name="algorithm"
        label={t("demo.emulator.algorithm")}
        defaultValue={chosen?.algorithm ?? "gost"}
        options={emulatorAlgorithms.map((name) => ({
          value: name,
          label: name === "gost" ? t("demo.emulator.gost") : name.toUpperCase(),
        }))}
      />
      <Select
        unfailing
        name="key"
        label={t("demo.emulator.keyKind")}
        defaultValue={chosen?.key ?? "valid"}
        options={kinds.map((kind) => ({ value: kind, label: t(keyNames[kind]) }))}
      />
      <Select
        unfailing
        name="action"
        label={t("demo.emulator.answer")}
        defaultValue={next?.deed.action ?? "sign"}
        options={emulatorActions.map((action) => ({
          value: action,
          label: t(`demo.emulator.answerName.${action}`),
        }))}
      />
      <Checkbox
        name="sticky"
        label={t("demo.emulator.sticky")}
        defaultChecked={next?.sticky ?? false}
      />
      <div>
        <Button look="secondary">{t("demo.emulator.save")}</Button>
      </div>
    </form>
  );
}
