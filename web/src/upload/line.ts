// The line to the server: a number of places for parts, closed while the browser is offline or the person pauses.

export class Line {
  private open = true;
  private used = 0;
  private waiting: (() => void)[] = [];
  private openers: (() => void)[] = [];

  constructor(private readonly places: () => number) {}

  setOpen(open: boolean): void {
    this.open = open;
    if (open) for (const wake of this.openers.splice(0)) wake();
  }

  readonly tools = {
    clear: async (signal: AbortSignal): Promise<void> => {
      while (!this.open) await this.wait(this.openers, signal);
      signal.throwIfAborted();
    },
    onLine: async <T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> => {
      while (this.used >= this.places()) await this.wait(this.waiting, signal);
      this.used += 1;
      try {
        return await work();
      } finally {
        this.used -= 1;
        this.waiting.shift()?.();
      }
    },
    sleep: (milliseconds: number, signal: AbortSignal): Promise<void> => {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason as Error)), {
          once: true,
        });
      });
    },
  };

  private wait(list: (() => void)[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const wake = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        const at = list.indexOf(wake);
        if (at >= 0) list.splice(at, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
      list.push(wake);
    });
  }
}
