import type { BrowserContextOptions } from "playwright-core";
import { expect, inject } from "vitest";

/** The portal's way of saying things on the ways in. */
export const said = {
  kk: {
    iin: "ЖСН-іңізді енгізіңіз",
    continue: "Жалғастыру",
    code: "SMS-тегі кодты енгізіңіз",
    create: "Құпиясөз ойлап табыңыз",
    repeat: "Құпиясөзді қайталаңыз",
    update: "Жаңарту",
    password: "Құпиясөзді енгізіңіз",
    forgot: "Құпиясөзді ұмыттыңыз ба?",
    wrong: "ЖСН немесе құпиясөз сәйкес келмеді",
    enter: "Кіру",
    exit: "Шығу",
    updateNumber: "Нөмірді жаңарту",
    help: "SMS келмесе немесе нөмір таныс болмаса, не істеу керек?",
    phone: "Телефон нөмірі",
    applicant: "Өтініш берушінің ЖСН-і",
    oneTime: "Бір реттік код",
    unbound: "Бұл нөмір ЖСН-ге тіркелмеген.",
    down: "Мобильді азаматтар базасы жауап бермей тұр.",
    sent: "нөміріне растау коды бар SMS жіберілді",
    left: "Тағы 2 рет енгізе аласыз",
    resend: "Кодты қайта жіберу",
  },
  ru: {
    iin: "Введите свой ИИН",
    continue: "Продолжить",
    code: "Введите код из SMS",
    create: "Придумайте пароль",
    repeat: "Повторите пароль",
    update: "Обновить",
    password: "Введите пароль",
    forgot: "Забыли пароль?",
    wrong: "ИИН или пароль не подошли",
    enter: "Войти",
    exit: "Выйти",
    updateNumber: "Обновить номер",
    help: "Что делать, если SMS не пришла или вам не знаком этот номер?",
    phone: "Номер телефона",
    applicant: "ИИН заявителя",
    oneTime: "Одноразовый код",
    unbound: "Этот номер не привязан к ИИН.",
    down: "База мобильных граждан не отвечает.",
    sent: "выслана SMS с кодом подтверждения",
    left: "Осталось 2 попытки",
    resend: "Отправить код еще раз",
  },
} as const;

export type Language = keyof typeof said;

/** A phone and a desktop, in both languages, with JavaScript and without: each pair of them at least once. */
export const readers = [
  { language: "kk", width: 360, javaScript: true },
  { language: "kk", width: 1280, javaScript: false },
  { language: "ru", width: 360, javaScript: false },
  { language: "ru", width: 1280, javaScript: true },
] as const satisfies readonly {
  readonly language: Language;
  readonly width: number;
  readonly javaScript: boolean;
}[];

export type Reader = (typeof readers)[number];

/** A browser context of this reader. */
export function browserOf({ width, javaScript }: Reader): BrowserContextOptions {
  return { viewport: { width, height: 800 }, javaScriptEnabled: javaScript };
}

type Message = { readonly template: string; readonly text: string };

/** The latest code in the outbox of a phone or an address. @throws when none came within five seconds */
export async function codeFor(recipient: string): Promise<string> {
  const address = new URL("/api/demo/outbox", inject("portalUrl"));
  address.searchParams.set("to", recipient);
  let found: string | undefined;
  await expect
    .poll(
      async () => {
        const answer = await fetch(address);
        const { messages } = (await answer.json()) as { messages: readonly Message[] };
        const latest = messages.find(({ template }) => template === "code");
        found = latest === undefined ? undefined : /\d{4,}/.exec(latest.text)?.[0];
        return found;
      },
      { timeout: 30_000, message: `no code for ${recipient}` },
    )
    .toBeDefined();
  return found ?? "";
}
