// Whether the server can be reached. Whoever finds a request unanswered says so here; then the server is asked again and
// again until it answers.

const kAskAgainMs = 2_000;
const kAnswerMaxMs = 5_000;

async function answers(): Promise<boolean> {
  try {
    await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(kAnswerMaxMs) });
    return true; // Whatever it says: it is there.
  } catch {
    return false;
  }
}

export class Reach {
  /** The server does not answer. */
  lost = $state(false);
  private asking = false;

  constructor(
    private readonly ask: () => Promise<boolean> = answers,
    private readonly pause = (): Promise<void> => new Promise((wake) => setTimeout(wake, kAskAgainMs)),
  ) {}

  /** A request went unanswered: is the server there? */
  readonly doubt = async (): Promise<void> => {
    if (this.asking) return;
    this.asking = true;
    while (!(await this.ask())) {
      this.lost = true;
      await this.pause();
    }
    this.lost = false;
    this.asking = false;
  };
}

export const reach = new Reach();
