import { fail, ok, type Result } from "#lib/platform/result.ts";
import {
  explainFailure,
  GivenUp,
  isLoopbackHost,
  type LocalNetworkPermission,
  type NcalayerFailure,
  type NcalayerFailureCode,
  type Phase,
  signatureOf,
  TimeUp,
} from "./ncalayer-failures.ts";

// Runs in the browser. Around the npm package because that knows no time limits, hangs when two calls overlap, and
// speaks one language.

/** What to sign and who may: a person's key to enter, the same person's signing key for an application. */
export type SigningOrder = {
  /** The exact bytes, base64. */
  readonly contentBase64: string;
  readonly locale: "kk" | "ru" | "en";
} & (
  | { readonly purpose: "sign-in" }
  | { readonly purpose: "application"; /** The person signed in. */ readonly iin: string }
);

export type NcalayerOptions = {
  /** `NCALAYER_URL`. */
  readonly url: string;
  /** Shows keys of test authorities as well; only where the server accepts them. */
  readonly testKeys: boolean;
  readonly signal?: AbortSignal;
  /** Told when NCALayer has answered and its window is opening. */
  readonly onWindow?: () => void;
  /** Milliseconds; 5 s for the greeting (60 s while the browser asks the person), 4 min for the window. */
  readonly connectLimit?: number;
  readonly signLimit?: number;
};

const oid = {
  person: "1.2.398.3.3.4.1.1",
  emailProtection: "1.3.6.1.5.5.7.3.4",
} as const;

/**
 * Asks NCALayer to sign; the value is the CMS as NCALayer gives it (PEM), the content inside it, no timestamp.
 * One window at a time, in all tabs of this browser: a second call is told `busy` at once.
 */
export async function signWithNcalayer(
  order: SigningOrder,
  options: NcalayerOptions,
): Promise<Result<string, NcalayerFailureCode, NcalayerFailure>> {
  return await withNcalayer(options, async (client) => {
    options.onWindow?.();
    const answer = await within(
      client.basicsSignCMS(
        null,
        order.contentBase64,
        signingParams,
        signerParams(order, options.testKeys),
        order.locale,
      ),
      options.signLimit ?? 240_000,
      options.signal,
    );
    const signature = signatureOf(answer);
    return signature === undefined
      ? failure({ code: "error", reason: "EMPTY_RESULT" })
      : ok(signature);
  });
}

/** Finds out whether NCALayer answers, without opening its window; the value is its version, «1.4». */
export async function greetNcalayer(
  options: Pick<NcalayerOptions, "url" | "signal" | "connectLimit">,
): Promise<Result<string, NcalayerFailureCode, NcalayerFailure>> {
  return await withNcalayer(options, (_, version) => Promise.resolve(ok(version)));
}

async function withNcalayer(
  options: Pick<NcalayerOptions, "url" | "signal" | "connectLimit">,
  work: (
    client: InstanceType<Package["NCALayerClient"]>,
    version: string,
  ) => Promise<Result<string, NcalayerFailureCode, NcalayerFailure>>,
): Promise<Result<string, NcalayerFailureCode, NcalayerFailure>> {
  return await oneAtATime(async () => {
    let phase: Phase = "connect";
    // A new instance each time: the package can neither reconnect nor be used again after a drop.
    const { NCALayerClient } = await load();
    const client = new NCALayerClient(options.url, false);
    // The probe for KAZTOKEN desktop goes out even when not allowed, and costs a console error. An address that is
    // none fails without touching the network.
    client.kmdHttpApiUrl = "http://";
    try {
      const asks = (await localNetworkPermission()) === "prompt" && !isLoopbackHost(pageHost());
      const version = await within(
        client.connect(),
        options.connectLimit ?? (asks ? 60_000 : 5_000),
        options.signal,
      );
      phase = "sign";
      return await work(client, version);
    } catch (thrown) {
      const permission = isLoopbackHost(pageHost()) ? "unknown" : await localNetworkPermission();
      return failure(explainFailure(phase, thrown, permission));
    } finally {
      client.wsConnection?.close();
    }
  });
}

/** Asks the browser, without troubling the person. `unknown` where the browser has no such permission. */
export async function localNetworkPermission(): Promise<LocalNetworkPermission> {
  if (typeof navigator === "undefined" || !navigator.permissions) return "unknown";
  // Chromium split the first name in two in later versions; a name that a browser does not know throws.
  for (const name of ["loopback-network", "local-network-access"]) {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      continue;
    }
  }
  return "unknown";
}

// Attached, so that the CMS alone is evidence; no TSP, which the server fetches itself from a network it knows.
const signingParams = { decode: true, encapsulate: true, digested: false };

function signerParams(order: SigningOrder, testKeys: boolean) {
  return {
    // Several OIDs are joined by «and». To enter, a person's key is asked for and never clientAuth: the GOST keys that
    // are issued since April 2024 do not carry it, and the list would be empty.
    extKeyUsageOids: order.purpose === "sign-in" ? [oid.person] : [oid.emailProtection, oid.person],
    ...(order.purpose === "application" ? { iin: order.iin } : {}),
    // An empty chain makes NCALayer show test keys too; absent, only those of the National Certification Authority.
    ...(testKeys ? { chain: [] } : {}),
  };
}

async function load() {
  const loaded: Loaded = await import("ncalayer-js-client");
  return loaded.NCALayerClient ? { NCALayerClient: loaded.NCALayerClient } : defaultOf(loaded);
}

// A CommonJS package: bundlers differ in whether its names are lifted out of `default`.
type Package = typeof import("ncalayer-js-client");
type Loaded = Partial<Package> & { readonly default?: Package };

function defaultOf(loaded: Loaded): Package {
  if (!loaded.default) throw new Error("ncalayer-js-client is not what it was");
  return loaded.default;
}

let windowOpen = false;

async function oneAtATime<T>(work: () => Promise<T>): Promise<T | ReturnType<typeof failure>> {
  if (typeof navigator !== "undefined" && "locks" in navigator) {
    return await navigator.locks.request("kezek-ncalayer", { ifAvailable: true }, async (lock) =>
      lock ? await work() : failure({ code: "busy" }),
    );
  }
  if (windowOpen) return failure({ code: "busy" });
  windowOpen = true;
  try {
    return await work();
  } finally {
    windowOpen = false;
  }
}

async function within<T>(
  work: Promise<T>,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  let stop: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new TimeUp()), limit);
    const giveUp = () => reject(new GivenUp());
    if (signal?.aborted) giveUp();
    signal?.addEventListener("abort", giveUp, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
    };
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    stop?.();
    // The loser of the race may still fail when the socket is closed; nobody waits for it any more.
    work.catch(() => undefined);
  }
}

function pageHost(): string {
  return typeof location === "undefined" ? "" : location.hostname;
}

function failure(detail: NcalayerFailure) {
  return fail(detail.code, detail);
}
