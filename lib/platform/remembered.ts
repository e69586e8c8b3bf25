/**
 * What is read often and changes seldom, such as the rules in force: read once and believed for a while. Several who
 * ask at once wait for the same reading; one that fails is not remembered.
 * @param milliseconds how long a reading is believed; 0: never
 * @param clock milliseconds that only grow; the portal's own clock can be moved and would keep an old reading for ever
 */
export class Remembered<T> {
  readonly #read: () => Promise<T>;
  readonly #milliseconds: () => number;
  readonly #clock: () => number;
  #known: { readonly value: Promise<T>; readonly at: number } | undefined;

  constructor(
    read: () => Promise<T>,
    milliseconds: () => number,
    clock: () => number = () => performance.now(),
  ) {
    this.#read = read;
    this.#milliseconds = milliseconds;
    this.#clock = clock;
  }

  get(): Promise<T> {
    const at = this.#clock();
    if (this.#known !== undefined && at - this.#known.at < this.#milliseconds()) {
      return this.#known.value;
    }
    const known = { value: this.#read(), at };
    this.#known = known;
    known.value.catch(() => {
      if (this.#known === known) this.#known = undefined;
    });
    return known.value;
  }
}
