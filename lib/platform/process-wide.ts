/**
 * One value for the whole process. Next bundles its own copies of our modules beside those that the front and the
 * worker run from source: what must exist once (the pool, the request storage) cannot be a variable of a module.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`kezek.${name}`);
  const existing: T | undefined = Reflect.get(globalThis, key);
  if (existing) return existing;
  const made = make();
  Reflect.set(globalThis, key, made);
  return made;
}
