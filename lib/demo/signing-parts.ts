import { join } from "node:path";
import { currentInstant } from "#db/demo-clock.ts";
import { openDemoAuthority } from "./demo-ca.ts";
import { type Emulator, startEmulator } from "./emulator.ts";
import { startResponder } from "./responder.ts";
import { responderMode, takeEmulatorAnswer } from "./settings.ts";

export type SigningParts = {
  /** Variables for the portal. */
  readonly environment: Readonly<Record<string, string>>;
  /** As if the parent had closed NCALayer, and opened it again. */
  stopEmulator(): Promise<void>;
  startEmulator(): Promise<void>;
  stop(): Promise<void>;
};

// NCALayer's own door, and ours beside it: browsers do not believe the emulator's certificate, so pages use the plain
// one, which they allow on this computer.
const wssPort = 13_579;
const wsPort = 13_580;

/**
 * Starts the emulator of NCALayer and the demo authority's responder, with keys kept in `folder`. Needs the portal's
 * database: the emulator is told there what to answer.
 * @param anyPort takes free ports, so that several demos can run at once
 */
export async function startSigningParts(folder: string, anyPort: boolean): Promise<SigningParts> {
  const ca = await openDemoAuthority(join(folder, "ca"), await currentInstant());
  const now = currentInstant;
  const responder = await startResponder({ ca, port: 0, now, mode: responderMode });
  const options = { ca, now, nextAnswer: async () => takeEmulatorAnswer(await currentInstant()) };
  let emulator: Emulator | undefined = await firstThatStarts([
    ...(anyPort
      ? []
      : [
          () => startEmulator({ ...options, wsPort, wssPort }),
          () => startEmulator({ ...options, wsPort }),
        ]),
    () => startEmulator({ ...options, wsPort: 0 }),
  ]);
  const { wsUrl } = emulator;
  const stopEmulator = async () => {
    await emulator?.close();
    emulator = undefined;
  };
  return {
    environment: {
      NCALAYER_URL: wsUrl,
      EDS_TRUST_DIR: ca.trustFolder,
      EDS_OCSP_URL: responder.ocspUrl,
      EDS_CRL_URLS: responder.crlUrls.join(","),
      EDS_TSP_URL: responder.tspUrl,
    },
    stopEmulator,
    startEmulator: async () => {
      emulator ??= await startEmulator({ ...options, wsPort: Number(new URL(wsUrl).port) });
    },
    stop: async () => {
      await stopEmulator();
      await responder.close();
    },
  };
}

// A real NCALayer may hold its port, another demo both.
async function firstThatStarts<T>(ways: readonly (() => Promise<T>)[]): Promise<T> {
  let failure: unknown;
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
