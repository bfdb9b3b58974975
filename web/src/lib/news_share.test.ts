import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SharedNews, type Channel, type Means } from "./news_share";
import { kSilenceMs, type NewsMessage } from "./news_stream";

/** The locks and channels of one browser, whose tabs are made by `tab`. */
class Browser {
  private holder: { reject: (error: Error) => void } | undefined;
  private queue: (() => void)[] = [];
  private channels = new Set<Channel>();

  readonly means: Means = {
    locks: { request: (...args: unknown[]) => this.request(...args) } as Means["locks"],
    channel: () => this.openChannel(),
  };

  private openChannel(): Channel {
    const channel: Channel = {
      onmessage: null,
      postMessage: (data) => {
        for (const other of this.channels)
          if (other !== channel) other.onmessage?.({ data } as MessageEvent<never>);
      },
      close: () => this.channels.delete(channel),
    };
    this.channels.add(channel);
    return channel;
  }

  private request(...args: unknown[]): Promise<unknown> {
    const [, options, work] = args as [string, LockOptions, () => Promise<void> | undefined];
    return new Promise((resolve, reject) => {
      const take = () => {
        if (options.signal?.aborted) return this.next();
        const mine = { reject };
        this.holder = mine;
        void Promise.resolve(work()).then((value) => {
          resolve(value);
          if (this.holder === mine) this.next();
        });
      };
      options.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      if (options.steal) {
        this.holder?.reject(new Error("stolen"));
        take();
      } else if (this.holder) this.queue.push(take);
      else take();
    });
  }

  private next(): void {
    this.holder = undefined;
    this.queue.shift()?.();
  }
}

class Tab {
  opened: string[] = [];
  open = false;
  told: NewsMessage[] = [];
  readonly news: SharedNews;

  constructor(means: Means) {
    const line = {
      start: (since: string) => {
        this.open = true;
        this.opened.push(since);
      },
      stop: () => (this.open = false),
    };
    this.news = new SharedNews(line, (message) => this.told.push(message), means);
  }

  hear(id: string): void {
    this.news.heard({ kind: "photo", data: `{"id":"p${id}"}`, id });
  }
}

const settled = () => vi.advanceTimersByTimeAsync(1);

describe("SharedNews", () => {
  let browser: Browser;
  const tabs = (count: number) => Array.from({ length: count }, () => new Tab(browser.means));
  beforeEach(() => {
    vi.useFakeTimers();
    browser = new Browser();
  });
  afterEach(() => vi.useRealTimers());

  it("opens one line for three tabs, and all hear it", async () => {
    const [a, b, c] = tabs(3) as [Tab, Tab, Tab];
    for (const tab of [a, b, c]) tab.news.start("7");
    await settled();
    expect([a.open, b.open, c.open]).toEqual([true, false, false]);
    a.hear("8");
    for (const tab of [a, b, c]) expect(tab.told.map((message) => message.id)).toEqual(["8"]);
  });

  it("hands the line to the next tab, which goes on after the last event", async () => {
    const [a, b, c] = tabs(3) as [Tab, Tab, Tab];
    for (const tab of [a, b, c]) tab.news.start("7");
    await settled();
    a.hear("8");
    a.news.stop();
    await settled();
    expect([a.open, b.open, c.open]).toEqual([false, true, false]);
    expect(b.opened).toEqual(["8"]);
    b.hear("9");
    expect(c.told.at(-1)?.id).toBe("9");
    expect(a.told.at(-1)?.id).toBe("8");
  });

  it("tells a tab that opens later how the processing stands", async () => {
    const [a, b] = tabs(2) as [Tab, Tab];
    a.news.start("");
    await settled();
    a.news.heard({ kind: "processing", data: `{"waiting":3}`, id: "" });
    b.news.start("");
    await settled();
    expect(b.told).toEqual([{ kind: "processing", data: `{"waiting":3}`, id: "" }]);
  });

  it("takes the line from a tab that fell silent, and that one queues again", async () => {
    const [a, b] = tabs(2) as [Tab, Tab];
    a.news.start("");
    b.news.start("");
    await settled();
    await vi.advanceTimersByTimeAsync(kSilenceMs);
    expect([a.open, b.open]).toEqual([false, true]);
    b.news.stop();
    await settled();
    expect([a.open, b.open]).toEqual([true, false]);
  });

  it("leaves the line alone while it speaks", async () => {
    const [a, b] = tabs(2) as [Tab, Tab];
    a.news.start("");
    b.news.start("");
    for (let spoken = 0; spoken < 6; spoken += 1) {
      await vi.advanceTimersByTimeAsync(kSilenceMs / 2);
      a.news.heard({ kind: "ping", data: "{}", id: "" });
    }
    expect([a.open, b.open]).toEqual([true, false]);
  });

  it("gives each tab its own line where the browser has no locks", () => {
    const alone = new Tab({ locks: undefined, channel: undefined });
    alone.news.start("4");
    expect(alone.opened).toEqual(["4"]);
    alone.hear("5");
    expect(alone.told).toHaveLength(1);
    alone.news.stop();
    expect(alone.open).toBe(false);
  });
});
