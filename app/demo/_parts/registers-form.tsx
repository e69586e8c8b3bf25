import { Button } from "#app/_ui/button.tsx";
import { Select } from "#app/_ui/select.tsx";
import { registryNames, sandboxKinds } from "#lib/demo/registry-modes.ts";
import { type ResponderMode, responderModes } from "#lib/demo/responder-mode.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { RegistryName } from "#lib/registries/ports.ts";
import type { SandboxMode } from "#lib/registries/sandbox.ts";
import { saveRegisters } from "../actions.ts";
import { Lang, type PartProps } from "./part.tsx";

type RegistersFormProps = PartProps & {
  readonly modes: Readonly<Record<RegistryName, SandboxMode>>;
  readonly responder: ResponderMode;
};

/** How the state registers and the check of revoked keys behave. */
export function RegistersForm({ locale, modes, responder }: RegistersFormProps) {
  const t = translator(locale);
  return (
    <form
      key={JSON.stringify([modes, responder])}
      action={saveRegisters}
      className="grid max-w-form grid-cols-[minmax(0,1fr)] gap-5"
    >
      <Lang locale={locale} />
      {registryNames.map((name) => (
        <Select
          unfailing
          key={name}
          name={name}
          label={t(`demo.registers.${name}`)}
          defaultValue={modes[name].kind}
          options={sandboxKinds.map((kind) => ({
            value: kind,
            label: t(`demo.registers.mode.${kind}`),
          }))}
        />
      ))}
      <Select
        unfailing
        name="responder"
        label={t("demo.responder.title")}
        hint={t("demo.responder.hint")}
        defaultValue={responder}
        options={responderModes.map((kind) => ({
          value: kind,
          label: t(`demo.registers.mode.${kind}`),
        }))}
      />
      <div>
        <Button look="secondary">{t("demo.emulator.save")}</Button>
      </div>
    </form>
  );
}
