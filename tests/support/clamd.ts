import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, writeFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#lib/platform/free-port.ts";

/** What both scanners here take for a virus, wherever in a file it stands. */
export const virus = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

export type Clamd = {
  readonly url: string;
  stop(): Promise<void>;
};

export type FakeClamd = Clamd & {
  /** How it answers from now on. */
  mood: "honest" | "mute" | "full" | "babbling" | "hanging-up" | "half-a-word";
  /** The files it was given, whole. */
  readonly seen: Buffer[];
};

/** A scanner on loopback that speaks clamd's protocol to the letter, or, by its mood, badly. */
export async function startFakeClamd(): Promise<FakeClamd> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    let got: Buffer = Buffer.alloc(0);
    if (fake.mood === "hanging-up") return void socket.destroy();
    socket.on("data", (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (fake.mood === "mute") return;
      if (fake.mood === "full") {
        socket.end("INSTREAM size limit exceeded. ERROR\0");
        return;
      }
      const file = wholeFile(got);
      if (file === null) return;
      fake.seen.push(file);
      if (fake.mood === "babbling") socket.write("stream: OK, or so it seems\0");
      else if (fake.mood === "half-a-word") socket.end("stream: OK");
      else socket.end(file.includes(virus) ? "stream: Eicar-Test FOUND\0" : "stream: OK\0");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeClamd = {
    url: `tcp://127.0.0.1:${port}`,
    mood: "honest",
    seen: [],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return fake;
}

// «zINSTREAM\0», then chunks with their length before them, the last one empty.
function wholeFile(got: Buffer): Buffer | null {
  const command = "zINSTREAM\0";
  if (got.toString("latin1", 0, command.length) !== command) return null;
  const chunks: Buffer[] = [];
  let at = command.length;
  while (at + 4 <= got.length) {
    const length = got.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > got.length) return null;
    chunks.push(got.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

const program = "/usr/sbin/clamd";

/**
 * ClamAV's own daemon with one signature of ours in place of its data base, which only the network has; null where it
 * is not installed (Debian: clamav-daemon) or may not run on a folder of ours (AppArmor).
 */
export async function startRealClamd(): Promise<Clamd | null> {
  if (!existsSync(program)) return null;
  const folder = mkdtempSync(join(tmpdir(), "kezek-clamd-"));
  const port = await freePort();
  // Name, any kind of file, at any place, the bytes in hexadecimal.
  writeFileSync(join(folder, "test.ndb"), `Kezek.Test:0:*:${Buffer.from(virus).toString("hex")}\n`);
  const config = join(folder, "clamd.conf");
  writeFileSync(
    config,
    `Foreground yes\nTCPAddr 127.0.0.1\nTCPSocket ${port}\nDatabaseDirectory ${folder}\nStreamMaxLength 1M\n`,
  );
  // As root it lays its rights down and must still be able to read.
  chmodSync(folder, 0o755);
  const child = spawn(program, ["-c", config], { stdio: "ignore" });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await answers(port, child))) {
    await stop();
    return null;
  }
  return { url: `tcp://127.0.0.1:${port}`, stop };
}

// Trying to connect until it listens; an end of its own ends the wait.
async function answers(port: number, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + 20_000;
  while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
    if (await knock(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function knock(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
