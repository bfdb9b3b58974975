// All tabs of a browser share one line for news: a browser allows about six connections to a server, and a line holds one for
// as long as its tab lives.
//
// The tab that holds a lock has the line and repeats what it hears on a channel. When it closes, the browser gives the lock to
// the next tab, which goes on after the last event it heard. Where the browser has no locks (pages over plain HTTP), each tab
// has a line of its own.

import { kSilenceMs, type NewsMessage } from "./news_stream";

const kName = "lightwell.news";

type Said = NewsMessage | { kind: "hello" };

interface Line {
  start(since: string): void;
  stop(): void;
}

export interface Channel {
  postMessage(message: Said): void;
  onmessage: ((event: MessageEvent<Said>) => void) | null;
  close(): void;
}

export interface Means {
  locks: Pick<LockManager, "request"> | undefined;
  channel: (() => Channel) | undefined;
}

export function browserMeans(): Means {
  const has = typeof BroadcastChannel !== "undefined" && typeof navigator !== "undefined";
  return {
    locks: has ? navigator.locks : undefined,
    channel: has ? () => new BroadcastChannel(kName) as Channel : undefined,
  };
}

export class SharedNews {
  private channel: Channel | undefined;
  private release: (() => void) | undefined;
  private waiting: AbortController | undefined;
  private leading = false;
  private since = "";
  /** How things stand, for a tab that opens later. */
  private standing = new Map<NewsMessage["kind"], NewsMessage>();
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  /** `line` must hand what it hears to `heard`; `tell` gets every message once, whichever tab heard it. */
  constructor(
    private readonly line: Line,
    private readonly tell: (message: NewsMessage) => void,
    private readonly means: Means = browserMeans(),
  ) {}

  start(since: string): void {
    this.stop();
    this.since = since;
    const { locks, channel } = this.means;
    if (!locks || !channel) {
      this.line.start(since);
      return;
    }
    this.channel = channel();
    this.channel.onmessage = (event) => this.listen(event.data);
    this.channel.postMessage({ kind: "hello" });
    this.alive();
    void this.queue(locks, false);
  }

  stop(): void {
    clearTimeout(this.watchdog);
    this.waiting?.abort();
    this.waiting = undefined;
    this.release?.();
    this.stepDown();
    this.channel?.close();
    this.channel = undefined;
  }

  /** From this tab's own line. */
  heard(message: NewsMessage): void {
    this.note(message);
    this.channel?.postMessage(message);
    this.tell(message);
  }

  private listen(said: Said): void {
    if (said.kind === "hello") {
      if (this.leading) for (const message of this.standing.values()) this.channel?.postMessage(message);
      return;
    }
    if (this.leading) return; // From a tab that has lost the line and does not know it yet.
    this.alive();
    this.note(said);
    this.tell(said);
  }

  private note(message: NewsMessage): void {
    if (message.id) this.since = message.id;
    if (message.kind === "processing" || message.kind === "jobs") this.standing.set(message.kind, message);
  }

  /** Waits for the line, and holds it until this tab closes, stops, or is robbed of it because it fell silent. */
  private async queue(locks: Pick<LockManager, "request">, steal: boolean): Promise<void> {
    const waiting = new AbortController();
    this.waiting = waiting;
    const options: LockOptions = steal ? { steal } : { signal: waiting.signal };
    try {
      await locks.request(kName, options, () => {
        if (waiting.signal.aborted) return undefined;
        this.lead();
        return new Promise<void>((release) => (this.release = release));
      });
    } catch {
      // Stopped while waiting, or robbed.
    }
    if (this.waiting !== waiting) return;
    this.stepDown();
    this.alive();
    void this.queue(locks, false);
  }

  private lead(): void {
    clearTimeout(this.watchdog);
    this.leading = true;
    this.line.start(this.since);
  }

  private stepDown(): void {
    this.leading = false;
    this.release = undefined;
    this.line.stop();
  }

  /** The tab with the line may be frozen by the browser: then this one takes the line. */
  private alive(): void {
    clearTimeout(this.watchdog);
    const { locks } = this.means;
    if (!locks) return;
    this.watchdog = setTimeout(() => {
      this.waiting?.abort();
      void this.queue(locks, true);
    }, kSilenceMs);
  }
}
