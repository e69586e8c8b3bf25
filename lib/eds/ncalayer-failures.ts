/** Why NCALayer gave no signature; each has its own guidance for the person. */
export type NcalayerFailureCode =
  | "absent"
  | "lna-blocked"
  | "cancelled"
  | "wrong-key"
  | "drop"
  | "busy"
  | "timeout"
  | "error";

export type NcalayerFailure = {
  readonly code: NcalayerFailureCode;
  /** NCALayer's own word for what went wrong (`SIGNING_FAILURE` …), to tell the support. Only with `error`. */
  readonly reason?: string;
};

/** What the browser says about pages that talk to programs on the person's own computer. */
export type LocalNetworkPermission = "granted" | "prompt" | "denied" | "unknown";

export type Phase = "connect" | "sign";

/** Thrown by our own watch over the package, which knows no time limits. */
export class TimeUp extends Error {}

/** The person pressed «cancel» in the page, not in NCALayer's window. */
export class GivenUp extends Error {}

/**
 * Names the failure from what the package threw. Its texts are Russian prose, so the facts are taken from the phase,
 * the flag of cancellation and NCALayer's own codes; prose is looked at only where nothing else tells.
 */
export function explainFailure(
  phase: Phase,
  thrown: unknown,
  permission: LocalNetworkPermission,
): NcalayerFailure {
  if (thrown instanceof GivenUp) return { code: "cancelled" };
  if (phase === "connect") {
    // Chromium answers a refused permission as if nobody listened; only the permission's state tells them apart.
    const kept = permission === "denied" || permission === "prompt";
    return { code: kept ? "lna-blocked" : "absent" };
  }
  if (thrown instanceof TimeUp) return { code: "timeout" };
  const message = thrown instanceof Error ? thrown.message : "";
  // Module basics says it by an empty body, which the package turns into a flag; commonUtils by a message.
  if (isCancelled(thrown) || /action\.cancell?ed/i.test(message)) return { code: "cancelled" };
  if (noSuitableKey.test(message)) return { code: "wrong-key" };
  const answered = /^([A-Z][A-Z_]+|\d{3}): /.exec(message);
  if (answered) return { code: "error", reason: answered[1] ?? "" };
  // An answer of another shape, such as the one to an unknown module, comes out as «undefined: undefined».
  if (message.startsWith("undefined:")) return { code: "error", reason: "MODULE_NOT_FOUND" };
  return { code: "drop" };
}

/**
 * The signature out of the three shapes that versions of NCALayer use: a string, an array (always one in 1.4), or an
 * object with `signatures`. Undefined when there is none.
 */
export function signatureOf(answer: unknown): string | undefined {
  if (typeof answer === "string") return answer.trim() === "" ? undefined : answer;
  if (Array.isArray(answer)) return answer.length === 1 ? signatureOf(answer[0]) : undefined;
  if (answer !== null && typeof answer === "object" && "signatures" in answer)
    return signatureOf(answer.signatures);
  return undefined;
}

/**
 * Whether the browser is about to ask the person for the right to reach NCALayer. A page that itself comes from this
 * computer (the demo) is never asked, whatever the state says.
 */
export function browserWillAsk(permission: LocalNetworkPermission, pageHost: string): boolean {
  return permission === "prompt" && !isLoopbackHost(pageHost);
}

/** Whether a page of this host comes from the person's own computer. */
export function isLoopbackHost(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(\.\d+){3}$/.test(host)
  );
}

const noSuitableKey =
  /no suitable|no matching|not suitable|EMPTY_KEY|KEY_NOT_FOUND|подходящ|сәйкес кілт/i;

function isCancelled(thrown: unknown): boolean {
  return (
    thrown !== null &&
    typeof thrown === "object" &&
    "canceledByUser" in thrown &&
    thrown.canceledByUser === true
  );
}
