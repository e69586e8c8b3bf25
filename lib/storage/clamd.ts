import { connect, type Socket } from "node:net";

/** `silent`: nobody answered, or not a verdict. What follows is the caller's rule. */
export type ScanVerdict = "clean" | "infected" | "silent";

export type ClamdTimes = {
  readonly connectMilliseconds: number;
  readonly wholeMilliseconds: number;
};

// A parent waits for the answer. A scanner that is up answers ten megabytes in a second or two.
const patience: ClamdTimes = { connectMilliseconds: 2000, wholeMilliseconds: 20_000 };
const chunkBytes = 64 * 1024;
// Longer than any name of a virus.
const longestAnswer = 1024;

/**
 * Has clamd look through a file: INSTREAM of its protocol (man 8 clamd), the file in chunks with their length before
 * them, none of it written to a disk. Never throws for what the other side does.
 * @param url tcp://host:port, port 3310 by default
 */
export function scanByClamd(
  url: string,
  bytes: Uint8Array,
  times: ClamdTimes = patience,
): Promise<ScanVerdict> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = connect({ host, port: Number(port || 3310) });
    let answer = "";
    const settle = () => {
      clearTimeout(whole);
      socket.destroy();
      resolve(verdictOf(answer));
    };
    const whole = setTimeout(settle, times.wholeMilliseconds);
    socket.setTimeout(times.connectMilliseconds);
    socket.once("connect", () => {
      socket.setTimeout(0);
      void send(socket, bytes);
    });
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      answer += text;
      if (answer.includes("\0") || answer.length > longestAnswer) settle();
    });
    for (const event of ["end", "close", "error", "timeout"]) socket.on(event, settle);
  });
}

async function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  const write = (chunk: Uint8Array) =>
    new Promise<boolean>((resolve) => socket.write(chunk, (error) => resolve(!error)));
  if (!(await write(Buffer.from("zINSTREAM\0")))) return;
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    // clamd hangs up on what is larger than its StreamMaxLength; what it said before counts.
    if (!(await write(length)) || !(await write(chunk))) return;
  }
  await write(Buffer.alloc(4));
}

// «stream: OK», «stream: NAME FOUND», «INSTREAM size limit exceeded. ERROR». Only a whole, plain OK is one: a
// scanner that looked at half of a file says nothing about it.
function verdictOf(answer: string): ScanVerdict {
  if (answer === "stream: OK\0") return "clean";
  return /^stream: .+ FOUND\0$/.test(answer) ? "infected" : "silent";
}
