// What a page asks the server for, and asks again when what it depends on changes.

import { isAbort, messageOf } from "./api";

export class Asked<T> {
  /** The last answer; it stays while the next one is on its way. */
  value: T | undefined = $state.raw(undefined);
  /** Why there is no newer one, in words; empty when there is. */
  error = $state("");
  private turn = $state(0);

  /** Must be made while a component is. What `ask` reads before it waits is what the answer depends on. */
  constructor(ask: (signal: AbortSignal) => Promise<T>) {
    $effect(() => {
      void this.turn;
      const abort = new AbortController();
      ask(abort.signal).then(
        (value) => {
          if (abort.signal.aborted) return;
          this.value = value;
          this.error = "";
        },
        (failure: unknown) => {
          if (!isAbort(failure) && !abort.signal.aborted) this.error = messageOf(failure);
        },
      );
      return () => abort.abort();
    });
  }

  again = (): void => {
    this.turn += 1;
  };
}
