import { vi } from "vitest";

type Command = (argv: string[]) => Promise<number>;

/** Runs an operator's command: its exit code, and what it wrote. */
export async function ran(command: Command, ...argv: string[]) {
  let [out, err] = ["", ""];
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      err += String(text);
      return true;
    }),
  ];
  try {
    return { code: await command(argv), out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The same with `--json`, and the answer read; empty where there is none. */
export async function saidBy(command: Command, ...argv: string[]) {
  const { code, out } = await ran(command, ...argv, "--json");
  return { code, said: out === "" ? {} : (JSON.parse(out) as Record<string, unknown>) };
}
