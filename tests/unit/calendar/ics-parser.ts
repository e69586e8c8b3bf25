/** A reader of calendar files that forgives nothing of RFC 5545 that the portal uses. */
export type Property = {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly value: string;
};
export type Component = {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly components: readonly Component[];
};

const octets = (text: string) => new TextEncoder().encode(text).length;

export function parseIcs(text: string): Component {
  if (!text.endsWith("\r\n")) throw new Error("the last line does not end");
  const physical = text.slice(0, -2).split("\r\n");
  for (const line of physical) {
    if (/[\r\n]/.test(line)) throw new Error("a bare CR or LF");
    if (octets(line) > 75) throw new Error(`a line of ${String(octets(line))} octets`);
    if (line === "" || line === " ") throw new Error("an empty line");
    if (!line.isWellFormed() || line.includes("�")) throw new Error("a torn character");
  }
  const lines: string[] = [];
  for (const line of physical) {
    if (!line.startsWith(" ")) lines.push(line);
    else if (lines.length === 0) throw new Error("a continuation of nothing");
    else lines.push(`${lines.pop() ?? ""}${line.slice(1)}`);
  }
  const root = component(lines);
  if (lines.length > 0) throw new Error("text after the end");
  return root;
}

function component(lines: string[]): Component {
  const begin = property(lines.shift() ?? "");
  if (begin.name !== "BEGIN") throw new Error("no BEGIN");
  const properties: Property[] = [];
  const components: Component[] = [];
  for (;;) {
    const [next] = lines;
    if (next === undefined) throw new Error(`${begin.value} does not end`);
    if (next.startsWith("BEGIN:")) {
      components.push(component(lines));
      continue;
    }
    lines.shift();
    const read = property(next);
    if (read.name !== "END") {
      if (components.length > 0) throw new Error("a property after a component");
      properties.push(read);
      continue;
    }
    if (read.value !== begin.value) throw new Error(`${begin.value} ends as ${read.value}`);
    const names = properties.map((each) => each.name);
    if (new Set(names).size !== names.length) throw new Error("a property twice");
    return { name: begin.value, properties, components };
  }
}

function property(line: string): Property {
  const match = /^([A-Z-]+)((?:;[A-Z-]+=[^";:,\p{Cc}]+)*):(.*)$/su.exec(line);
  if (!match) throw new Error(`no property: ${line}`);
  const [, name = "", params = "", value = ""] = match;
  if (/(?!\t)\p{Cc}/u.test(value)) throw new Error("a control character");
  const pairs = params
    .split(";")
    .slice(1)
    .map((pair) => pair.split("=") as [string, string]);
  return { name, params: Object.fromEntries(pairs), value };
}

/** The value of TEXT, refusing every escape that 3.3.11 does not know and everything it wants escaped. */
export function textOf(value: string): string {
  if (!/^(?:[^\\;,]|\\[\\;,nN])*$/u.test(value)) throw new Error(`no TEXT: ${value}`);
  return value.replaceAll(/\\(.)/gu, (_, escaped: string) =>
    escaped.toLowerCase() === "n" ? "\n" : escaped,
  );
}

export function instantOf(value: string): Date {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  if (!match) throw new Error(`no instant of UTC: ${value}`);
  const [, year, month, day, hour, minute, second] = match;
  return new Date(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`,
  );
}
