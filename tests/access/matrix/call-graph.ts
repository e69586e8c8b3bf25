import { posix } from "node:path";
import { parseAst } from "vitest/node";

/*
 * Who can reach whom: every top-level function of the sources with all the names that occur in it, followed through
 * imports. «Can reach» is less than «does reach», and it needs no running code: an entry that cannot reach the guard
 * at all certainly asks nobody.
 */

export type Source = { readonly path: string; readonly text: string };

type Node = Readonly<Record<string, unknown>>;

/** `path#name` of a top-level declaration. */
type Place = string;

type Module = {
  /** Local name → where it comes from. */
  readonly imports: Map<string, { readonly from: string; readonly name: string }>;
  /** Exported name → local name, or a place in another file that is passed on. */
  readonly exports: Map<string, string>;
  /** Top-level name → the names that occur in it. */
  readonly bodies: Map<string, Set<string>>;
};

export type CallGraph = {
  /** The exported names of a file. */
  exportsOf(path: string): readonly string[];
  /** Whether the exported name can reach the target. */
  reaches(path: string, name: string, target: Place): boolean;
};

export function callGraph(sources: readonly Source[]): CallGraph {
  const modules = new Map(sources.map(({ path, text }) => [path, read(path, text)]));
  const resolve = (path: string, local: string): Place => {
    const imported = modules.get(path)?.imports.get(local);
    if (imported === undefined) return `${path}#${local}`;
    return exported(imported.from, imported.name);
  };
  const exported = (path: string, name: string): Place => {
    const local = modules.get(path)?.exports.get(name);
    return local === undefined ? `${path}#${name}` : resolve(path, local);
  };
  return {
    exportsOf: (path) => [...(modules.get(path)?.exports.keys() ?? [])],
    reaches: (path, name, target) => {
      const seen = new Set<Place>();
      const queue = [exported(path, name)];
      for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
        if (place === target) return true;
        if (seen.has(place)) continue;
        seen.add(place);
        const [file = "", local = ""] = place.split("#");
        for (const used of modules.get(file)?.bodies.get(local) ?? []) {
          queue.push(resolve(file, used));
        }
      }
      return false;
    },
  };
}

function read(path: string, text: string): Module {
  const lang = path.endsWith("x") ? "tsx" : "ts";
  const program: unknown = parseAst(text, { lang });
  const made: Module = { imports: new Map(), exports: new Map(), bodies: new Map() };
  for (const statement of isNode(program) ? nodes(program["body"]) : [])
    readStatement(made, path, statement);
  return made;
}

function readStatement(made: Module, path: string, statement: Node): void {
  switch (statement["type"]) {
    case "ImportDeclaration":
      for (const each of nodes(statement["specifiers"])) {
        const name =
          each["type"] === "ImportDefaultSpecifier" ? "default" : nameOf(each["imported"]);
        made.imports.set(nameOf(each["local"]), { from: sourceOf(path, statement), name });
      }
      return;
    case "ExportNamedDeclaration": {
      const { declaration } = statement;
      if (isNode(declaration)) {
        for (const name of declare(made, declaration)) made.exports.set(name, name);
      }
      for (const each of nodes(statement["specifiers"])) {
        const local = nameOf(each["local"]);
        made.exports.set(nameOf(each["exported"]), local);
        if (isNode(statement["source"])) {
          made.imports.set(local, { from: sourceOf(path, statement), name: local });
        }
      }
      return;
    }
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      if (!isNode(declaration)) return;
      const [name = "default"] = declare(made, declaration);
      if (name === "default") made.bodies.set(name, namesIn(declaration));
      made.exports.set("default", name);
      return;
    }
    default:
      declare(made, statement);
  }
}

/** Notes a top-level declaration. @returns the names that it declares */
function declare(made: Module, declaration: Node): string[] {
  switch (declaration["type"]) {
    case "FunctionDeclaration":
    case "ClassDeclaration": {
      const name = nameOf(declaration["id"]);
      if (name === "") return [];
      made.bodies.set(name, namesIn(declaration));
      return [name];
    }
    case "VariableDeclaration": {
      const declared: string[] = [];
      for (const each of nodes(declaration["declarations"])) {
        // `export const { GET, POST } = handlers` declares what stands in its braces.
        const names = nameOf(each["id"]) === "" ? [...namesIn(each["id"])] : [nameOf(each["id"])];
        for (const name of names) made.bodies.set(name, namesIn(each["init"]));
        declared.push(...names);
      }
      return declared;
    }
    default:
      return [];
  }
}

function namesIn(part: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(part)) for (const each of part) namesIn(each, found);
  if (!isNode(part)) return found;
  const type = String(part["type"]);
  if (type === "Identifier" || type === "JSXIdentifier") found.add(nameOf(part));
  // Types are not called.
  if (type.startsWith("TS") && !("expression" in part)) return found;
  for (const [key, value] of Object.entries(part)) {
    if (key !== "typeAnnotation" && key !== "typeArguments") namesIn(value, found);
  }
  return found;
}

function sourceOf(path: string, statement: Node): string {
  const source = statement["source"];
  const name = isNode(source) ? String(source["value"]) : "";
  return name.startsWith(".") ? posix.join(posix.dirname(path), name) : name.replace(/^#/u, "");
}

function nameOf(part: unknown): string {
  if (!isNode(part)) return "";
  const { name, value } = part;
  if (typeof name === "string") return name;
  return typeof value === "string" ? value : "";
}

function nodes(part: unknown): Node[] {
  return Array.isArray(part) ? part.filter(isNode) : [];
}

function isNode(part: unknown): part is Node {
  return typeof part === "object" && part !== null && "type" in part;
}
