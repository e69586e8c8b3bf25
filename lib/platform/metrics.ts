import { processWide } from "./process-wide.ts";

type Labels = Readonly<Record<string, string>>;
type Series = {
  readonly help: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly values: Map<string, number>;
};

const registry = processWide("metrics", () => new Map<string, Series>());

// Seconds. An answer of the portal lies between a cached page and a signature check with a slow responder.
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Adds to a counter. Labels must have few values: never an id, an IIN or a path with one. */
export function count(name: string, help: string, labels: Labels = {}, by = 1): void {
  add(series(name, help, "counter"), `${name}${text(labels)}`, by);
}

/** Sets a value that goes up and down. Labels as with `count`. */
export function gauge(name: string, help: string, value: number, labels: Labels = {}): void {
  series(name, help, "gauge").values.set(`${name}${text(labels)}`, value);
}

/** Records a duration in seconds. */
export function observe(name: string, help: string, seconds: number, labels: Labels = {}): void {
  const of = series(name, help, "histogram");
  for (const le of buckets)
    add(of, `${name}_bucket${text({ ...labels, le: String(le) })}`, seconds <= le ? 1 : 0);
  add(of, `${name}_bucket${text({ ...labels, le: "+Inf" })}`, 1);
  add(of, `${name}_sum${text(labels)}`, seconds);
  add(of, `${name}_count${text(labels)}`, 1);
}

/** Everything recorded in this process, in the text format of Prometheus. */
export function renderMetrics(): string {
  const memory = process.memoryUsage();
  const lines = [
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${memory.rss}`,
    "# TYPE process_uptime_seconds gauge",
    `process_uptime_seconds ${Math.round(process.uptime())}`,
  ];
  for (const [name, { help, kind, values }] of registry) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
    for (const [key, value] of values) lines.push(`${key} ${value}`);
  }
  return `${lines.join("\n")}\n`;
}

function series(name: string, help: string, kind: Series["kind"]): Series {
  let found = registry.get(name);
  if (!found) {
    found = { help, kind, values: new Map() };
    registry.set(name, found);
  }
  return found;
}

function add({ values }: Series, key: string, by: number): void {
  values.set(key, (values.get(key) ?? 0) + by);
}

function text(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) => `${key}="${value.replace(/["\\\n]/g, "_")}"`,
  );
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}
