// One line to the server for news, as server-sent events. The browser reconnects by itself and names the last event it saw;
// after a refusal (a restarted server, an ended session) this tries again with growing pauses.

export interface NewsMessage {
  kind: "open" | "broken" | "photo" | "processing" | "jobs" | "people" | "resync" | "ping";
  data: string;
  /** The number of the event, for the resumption. */
  id: string;
}

const kRetryMs = 1_000;
const kRetrySlowestMs = 30_000;
/** The server sends a ping each 20 s: silence for longer means that the line is dead. */
export const kSilenceMs = 50_000;

const kKinds = ["photo", "processing", "jobs", "people", "resync", "ping"] as const;

export class NewsStream {
  private source: EventSource | undefined;
  private retryMs = kRetryMs;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private lastId = "";

  /** `mayRetry` is asked after a refusal, which may mean that the session ended. */
  constructor(
    private readonly hear: (message: NewsMessage) => void,
    private readonly mayRetry: () => Promise<boolean>,
  ) {}

  start(since: string): void {
    this.stop();
    this.lastId = since;
    const source = new EventSource(since ? `/api/events?since=${encodeURIComponent(since)}` : "/api/events");
    this.source = source;
    source.onopen = () => {
      this.retryMs = kRetryMs;
      this.alive();
      this.hear({ kind: "open", data: "", id: "" });
    };
    source.onerror = () => {
      this.hear({ kind: "broken", data: "", id: "" });
      if (source.readyState === EventSource.CLOSED) this.later();
    };
    for (const kind of kKinds) {
      source.addEventListener(kind, (event) => {
        this.alive();
        if (event.lastEventId) this.lastId = event.lastEventId;
        this.hear({ kind, data: event.data as string, id: event.lastEventId });
      });
    }
  }

  stop(): void {
    clearTimeout(this.retry);
    clearTimeout(this.watchdog);
    this.source?.close();
    this.source = undefined;
  }

  private alive(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      this.hear({ kind: "broken", data: "", id: "" });
      this.later();
    }, kSilenceMs);
  }

  private later(): void {
    this.stop();
    this.retry = setTimeout(() => {
      const retry = this.retry;
      void this.mayRetry().then((may) => {
        if (may && retry === this.retry) this.start(this.lastId);
      });
    }, this.retryMs);
    this.retryMs = Math.min(kRetrySlowestMs, this.retryMs * 2);
  }
}
