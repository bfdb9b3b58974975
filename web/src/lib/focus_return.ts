// Back leads to where one was: the link that led away has the focus again, as soon as the page shows it.

const kWaitMs = 4_000;
const kLookMs = 50;

/** The address of the link in the page that has the focus. Those beside the page stay where they are anyway. */
export function focusedLink(): string | undefined {
  return document.activeElement?.closest("main a[href]")?.getAttribute("href") ?? undefined;
}

/** Waits for the link, unless somebody is quicker with something else. */
export function focusLink(address: string): void {
  const until = Date.now() + kWaitMs;
  const enough = new AbortController();
  for (const kind of ["pointerdown", "keydown", "wheel"] as const) {
    addEventListener(kind, () => enough.abort(), { once: true, passive: true, signal: enough.signal });
  }
  const look = () => {
    if (enough.signal.aborted) return;
    const link = document.querySelector<HTMLElement>(`main a[href="${CSS.escape(address)}"]`);
    if (document.activeElement !== document.body || Date.now() > until) enough.abort();
    else if (!link || link.closest("[inert]")) setTimeout(look, kLookMs);
    else {
      link.focus();
      enough.abort();
    }
  };
  setTimeout(look, kLookMs);
}
