// The server's news, as server-sent events. The browser reconnects by itself and names the last event it saw; after a
// refusal (a restarted server, an ended session) this tries again with growing pauses.

import type { PhotoEvent, ProcessingEvent } from "./api_types";
import { library } from "./library.svelte";
import { session } from "./session.svelte";

const kRetrySlowestMs = 30_000;
/** The server sends a ping each 20 s: silence for longer means that the line is dead. */
const kSilenceMs = 50_000;

class News {
  processing: ProcessingEvent = $state.raw({ waiting: 0, running: 0, failed: 0 });
  private source: EventSource | undefined;
  private retryMs = 1_000;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private wasOpen = false;
  private lastId = "";

  start(): void {
    this.stop();
    const since = this.lastId || String(library.current.version || "");
    const source = new EventSource(since ? `/api/events?since=${encodeURIComponent(since)}` : "/api/events");
    this.source = source;
    source.onopen = () => {
      this.retryMs = 1_000;
      if (this.wasOpen) library.refresh();
      this.wasOpen = true;
      this.alive();
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) this.later();
    };
    source.addEventListener("photo", (event) => {
      this.alive();
      this.lastId = event.lastEventId;
      library.heard(JSON.parse(event.data as string) as PhotoEvent);
    });
    source.addEventListener("processing", (event) => {
      this.alive();
      this.processing = JSON.parse(event.data as string) as ProcessingEvent;
    });
    source.addEventListener("resync", () => {
      this.alive();
      library.refresh();
    });
    source.addEventListener("ping", () => this.alive());
  }

  stop(): void {
    clearTimeout(this.retry);
    clearTimeout(this.watchdog);
    this.source?.close();
    this.source = undefined;
  }

  private alive(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.later(), kSilenceMs);
  }

  private later(): void {
    this.stop();
    this.retry = setTimeout(() => {
      // A refusal may mean that the session ended; the session store knows what to do then.
      void session.load().then(() => {
        if (session.state === "signed_in") this.start();
      });
    }, this.retryMs);
    this.retryMs = Math.min(kRetrySlowestMs, this.retryMs * 2);
  }
}

export const news = new News();
