import { isPhoneOrTablet } from "#app/_eds/phone.ts";
import { greetNcalayer, localNetworkPermission } from "#lib/eds/ncalayer-client.ts";
import { browserWillAsk, isLoopbackHost } from "#lib/eds/ncalayer-failures.ts";
import { type SetupStep, type SetupTexts, versionMark } from "./setup-texts.ts";

/** What is known of one step. */
export type Finding =
  | { readonly at: "waiting" }
  | { readonly at: "busy"; readonly text?: string }
  | { readonly at: "done"; readonly text: string }
  | { readonly at: "mend"; readonly code: string; readonly reason?: string | undefined };

export type Tell = (step: SetupStep, finding: Finding) => void;

/**
 * Goes through device, permission and program, and stops at the first that has to be mended. Nothing leaves this
 * computer. Runs in the browser.
 * @returns whether the key can be tried
 */
export async function lookAtSetup(
  texts: SetupTexts,
  url: string,
  signal: AbortSignal,
  tell: Tell,
): Promise<boolean> {
  if (isPhoneOrTablet(thisDevice())) {
    tell("device", { at: "mend", code: "phone" });
    return false;
  }
  tell("device", { at: "done", text: texts.computer });

  const before = await localNetworkPermission();
  const here = isLoopbackHost(location.hostname);
  if (before === "denied" && !here) {
    tell("permission", { at: "mend", code: "lna-blocked" });
    return false;
  }
  const asks = browserWillAsk(before, location.hostname);
  const pass = here || before === "unknown" ? texts.unneeded : texts.granted;
  tell(
    "permission",
    asks ? { at: "busy", text: texts.sign.browserWillAsk } : { at: "done", text: pass },
  );

  tell("program", { at: "busy", text: texts.sign.connecting });
  const greeted = await greetNcalayer({ url, signal });
  if (!greeted.ok && greeted.code === "lna-blocked") {
    tell("program", { at: "waiting" });
    tell("permission", { at: "mend", code: greeted.code });
    return false;
  }
  // Whatever else went wrong, the question was answered with «allow».
  if (asks) tell("permission", { at: "done", text: texts.granted });
  tell(
    "program",
    greeted.ok
      ? { at: "done", text: texts.found.replace(versionMark, greeted.value) }
      : { at: "mend", code: greeted.code, reason: greeted.detail.reason },
  );
  return greeted.ok;
}

function thisDevice() {
  const data: unknown = "userAgentData" in navigator ? navigator.userAgentData : undefined;
  const mobile =
    typeof data === "object" && data !== null && "mobile" in data && data.mobile === true;
  return { userAgent: navigator.userAgent, mobile, touchPoints: navigator.maxTouchPoints };
}
