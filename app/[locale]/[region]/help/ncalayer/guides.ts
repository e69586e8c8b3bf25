import type { SetupTopic } from "#app/_eds/sentences.ts";
import type { SigningPictureName } from "#app/_ui/pictures/signing-picture.tsx";
import type { Translator } from "#lib/i18n/translate.ts";

/** A part of a guide: what it is about where there are several, its steps, its picture. */
export type GuidePart = {
  readonly title?: string;
  readonly steps: readonly string[];
  /** Choices rather than steps. */
  readonly anyOrder?: boolean;
  readonly picture?: SigningPictureName;
};

export type Guide = {
  readonly topic: SetupTopic;
  readonly title: string;
  readonly intro: string;
  readonly parts: readonly GuidePart[];
};

/** Where keys live, in the words of NCALayer's own list; «null» in our request leaves them all to choose from. */
const storages = [
  "PKCS12",
  "AKKaztokenStore",
  "AKKZIDCardStore",
  "AKEToken72KStore",
  "AKEToken5110Store",
  "AKJaCartaStore",
  "AKAKEYStore",
] as const;

/** The same that the check says, and more, in writing: for whoever reads before trying, or has no JavaScript. */
export function guides(t: Translator): Guide[] {
  const guide = (topic: SetupTopic, ...parts: GuidePart[]): Guide => ({
    topic,
    title: t(`help.setup.topic.${topic}.title`),
    intro: t(`help.setup.topic.${topic}.intro`),
    parts,
  });
  return [
    guide("absent", { steps: numbered(t, "eds.steps.absent"), picture: "tray" }),
    guide("asked", { steps: numbered(t, "help.setup.topic.asked.steps"), picture: "asked" }),
    guide(
      "lna",
      {
        title: t("help.setup.browser.chrome"),
        steps: numbered(t, "help.setup.topic.lna.chrome"),
        picture: "switch",
      },
      {
        title: t("help.setup.browser.edge"),
        steps: numbered(t, "help.setup.topic.lna.edge"),
        picture: "icon-by-address",
      },
      {
        title: t("help.setup.browser.firefox"),
        steps: numbered(t, "help.setup.topic.lna.firefox"),
        picture: "cross",
      },
    ),
    guide("slow", { steps: numbered(t, "help.setup.topic.slow.steps"), picture: "behind" }),
    guide("cancelled", { steps: numbered(t, "help.setup.topic.cancelled.steps") }),
    guide("key-file", { steps: numbered(t, "eds.steps.key"), picture: "files" }),
    guide("wrong-person", { steps: numbered(t, "help.setup.topic.wrong-person.steps") }),
    guide("organisation", { steps: numbered(t, "help.setup.topic.organisation.steps") }),
    guide("expired", { steps: numbered(t, "help.setup.topic.expired.steps") }),
    guide("revoked", { steps: numbered(t, "help.setup.topic.revoked.steps") }),
    guide(
      "tokens",
      { steps: numbered(t, "help.setup.topic.tokens.steps"), picture: "token" },
      {
        title: t("eds.storage"),
        anyOrder: true,
        steps: storages.map((storage) => t(`eds.storageName.${storage}`)),
      },
    ),
  ];
}

/** The texts `key.1`, `key.2` … as far as there are any. */
function numbered(t: Translator, key: string): string[] {
  const steps: string[] = [];
  for (let n = 1; ; n += 1) {
    const one = `${key}.${n}`;
    if (!t.has(one)) return steps;
    steps.push(t(one));
  }
}
