import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { WebSocket } from "ws";
import { type DemoAuthority, openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { applyOrder, emulatorOrder, noSetting, takeAnswer } from "#lib/demo/emulator-answer.ts";
import { type Emulator, startEmulator } from "#lib/demo/emulator.ts";
import type { ResponderMode } from "#lib/demo/responder-mode.ts";
import { type Responder, startResponder } from "#lib/demo/responder.ts";
import { httpRevocation } from "#lib/eds/http-revocation.ts";
import { signWithNcalayer, type SigningOrder } from "#lib/eds/ncalayer-client.ts";
import { personVerifier } from "#lib/eds/production.ts";
import { loadTrustFolder } from "#lib/eds/trust-folder.ts";
import type { TrustStore } from "#lib/eds/trust-store.ts";

// The browser's own client, the emulator, the verifier and the responder, all real, over sockets.

export const mother = "910925490000";
export const father = "890117390005";
export const content = Buffer.from("kezek-sign-in/1\nnonce=1\n");
export const now = new Date("2026-11-22T08:00:00Z");

export const signIn: SigningOrder = {
  purpose: "sign-in",
  locale: "ru",
  contentBase64: content.toString("base64"),
};
export const application = (iin: string): SigningOrder => ({
  ...signIn,
  purpose: "application",
  iin,
});

let setting = noSetting;
let mode: ResponderMode = "normal";
export const desk: {
  authority: DemoAuthority;
  trust: TrustStore;
  emulator: Emulator;
  responder: Responder;
} = Object.create(null);

export async function nextAnswer() {
  const { answer, after } = takeAnswer(setting);
  setting = after;
  return answer;
}

/** Tells the emulator, as the body of the request does. */
export function tell(order: object): void {
  setting = applyOrder(setting, emulatorOrder.parse(order));
}

export function setMode(to: ResponderMode): void {
  mode = to;
}

/** Starts all of it for one test file. */
export function useDesk(): void {
  const folder = mkdtempSync(join(tmpdir(), "kezek-desk-"));
  beforeAll(async () => {
    desk.authority = await openDemoAuthority(folder, now, [
      { iin: mother, surname: "КИМ", givenName: "ОЛЬГА", patronymic: "СЕРГЕЕВНА" },
      { iin: father, surname: "КИМ", givenName: "СЕРГЕЙ", patronymic: null },
    ]);
    const trust = await loadTrustFolder(desk.authority.trustFolder, { allowTestAuthorities: true });
    if (!trust.ok) throw new Error(trust.code);
    desk.trust = trust.value;
    const shared = { ca: desk.authority, now: async () => now };
    desk.responder = await startResponder({ ...shared, port: 0, mode: async () => mode });
    desk.emulator = await startEmulator({ ...shared, wsPort: 0, wssPort: 0, nextAnswer });
  });
  afterEach(() => {
    setting = noSetting;
    mode = "normal";
  });
  afterAll(async () => {
    await desk.emulator?.close();
    await desk.responder?.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

export async function sign(order: SigningOrder = signIn, signLimit = 2_000) {
  return await signWithNcalayer(order, { url: desk.emulator.wsUrl, testKeys: true, signLimit });
}

export async function signAndVerify(order?: SigningOrder) {
  const signed = await sign(order);
  if (!signed.ok) return { code: signed.code, signer: null };
  const verify = personVerifier(desk.trust, httpRevocation(desk.responder));
  return await verify({ cms: Buffer.from(signed.value), content, purpose: "auth", at: now });
}

/** A bare line to the emulator. */
export async function openLine(origin?: string) {
  const socket = new WebSocket(desk.emulator.wsUrl, origin ? { origin } : {});
  const heard: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on("message", (data: Buffer) => {
    const text = data.toString();
    const first = waiting.shift();
    if (first) first(text);
    else heard.push(text);
  });
  const next = () =>
    new Promise<string>((resolve) => {
      const text = heard.shift();
      if (text === undefined) waiting.push(resolve);
      else resolve(text);
    });
  const greeting = await next();
  return {
    greeting,
    next,
    send: (text: string) => socket.send(text),
    ask: async (request: object) => {
      socket.send(JSON.stringify(request));
      return JSON.parse(await next());
    },
    close: () => socket.close(),
  };
}
