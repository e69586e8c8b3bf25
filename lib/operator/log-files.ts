import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";

export const exit = { done: 0, refused: 1, usage: 2 } as const;

type Options = Readonly<Record<string, { readonly type: "string"; readonly multiple?: boolean }>>;

type Given = {
  readonly file: string;
  readonly json: boolean;
  /** Of options that were not given: none. */
  readonly values: Readonly<Record<string, readonly string[]>>;
};

/** One FILE and options; null where something else was typed. */
export function logArguments(argv: string[], options: Options): Given | null {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { ...options, json: { type: "boolean" } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return null;
    const texts = Object.entries(values).map(([name, value]) => [name, [value ?? []].flat()]);
    return { file, json: values["json"] === true, values: Object.fromEntries(texts) };
  } catch {
    return null;
  }
}

/** The same, with the file's text. A proof or a receipt is small; a file that is not is none. */
export async function fileArguments(
  argv: string[],
  options: Options,
): Promise<(Given & { readonly text: string }) | null> {
  const given = logArguments(argv, options);
  if (given === null) return null;
  const text = await textOf(given.file);
  return text === null ? unreadable(given.file) : { ...given, text };
}

/** The text of a file of at most 64 MiB; null where there is none. */
export async function textOf(file: string): Promise<string | null> {
  try {
    if ((await stat(file)).size > 64 * 1024 * 1024) return null;
    return await readFile(file, "utf8");
  } catch {
    return null;
  }
}

/** Every line of a file without its end; false where the file cannot be read. */
export async function eachLine(file: string, work: (line: string) => void): Promise<boolean> {
  const input = createReadStream(file, "utf8");
  try {
    // Only \n ends a line: readline would take \r and U+2028 for ends as well, and lines are held to the letter.
    let rest = "";
    for await (const chunk of input) {
      const lines = (rest + String(chunk)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) work(line);
    }
    if (rest !== "") work(rest);
    return true;
  } catch {
    return false;
  }
}

export function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** JSON for a program, or one `name: value` a line. */
export function report(fields: Readonly<Record<string, unknown>>, json: boolean): void {
  if (json) return say(fields);
  for (const [name, value] of Object.entries(fields)) {
    const flat = typeof value === "object" && value !== null ? JSON.stringify(value) : value;
    process.stdout.write(`${name}: ${String(flat ?? "-")}\n`);
  }
}

/** Says which of the files it is, before the usage. */
export function unreadable(file: string): null {
  process.stderr.write(`Cannot read ${file}\n`);
  return null;
}

export function wrongUsage(usage: string): number {
  process.stderr.write(`${usage}\n`);
  return exit.usage;
}
