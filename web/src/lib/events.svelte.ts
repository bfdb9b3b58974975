// The server's news and what they mean for this page.

import type { PhotoEvent, ProcessingEvent } from "./api_types";
import type { Queue } from "./eyes_types";
import { library } from "./library.svelte";
import { SharedNews } from "./news_share";
import { NewsStream, type NewsMessage } from "./news_stream";
import { reach } from "./reach.svelte";
import { session } from "./session.svelte";

class News {
  processing: ProcessingEvent = $state.raw({ waiting: 0, running: 0, failed: 0 });
  queues: Queue[] = $state.raw([]);
  /** Counts up when people, their faces or the questions about them may have changed. */
  people = $state(0);
  /** A line that opens again may have missed something. */
  private wasOpen = false;
  private readonly stream = new NewsStream(
    (message) => this.shared.heard(message),
    async () => {
      await session.load();
      return session.state === "signed_in";
    },
  );
  private readonly shared: SharedNews = new SharedNews(this.stream, (message) => this.take(message));

  start(): void {
    this.wasOpen = false;
    this.shared.start(String(library.version || ""));
  }

  stop(): void {
    this.shared.stop();
  }

  private startAnew(): void {
    library.refresh();
    this.people += 1;
  }

  private take(message: NewsMessage): void {
    if (message.kind === "broken") {
      void reach.doubt();
      return;
    }
    if (message.kind === "photo") library.heard(JSON.parse(message.data) as PhotoEvent);
    else if (message.kind === "processing") this.processing = JSON.parse(message.data) as ProcessingEvent;
    else if (message.kind === "jobs") this.queues = (JSON.parse(message.data) as { queues: Queue[] }).queues;
    else if (message.kind === "people") this.people += 1;
    else if (message.kind === "resync" || (message.kind === "open" && this.wasOpen)) this.startAnew();
    this.wasOpen = true;
  }
}

export const news = new News();
