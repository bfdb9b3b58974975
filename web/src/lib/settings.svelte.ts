// What this browser remembers about itself. Nothing secret: the session lives in a cookie that pages cannot read.

export type Theme = "system" | "light" | "dark";

function read(key: string): string | null {
  try {
    return localStorage.getItem(`lightwell.${key}`);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(`lightwell.${key}`, value);
  } catch {
    // A browser that forbids storage keeps the choice for this visit only.
  }
}

export const kConcurrencyMax = 6;

class Settings {
  theme: Theme = $state("system");
  concurrency = $state(3);
  infoOpen = $state(false);

  constructor() {
    const theme = read("theme");
    if (theme === "light" || theme === "dark") this.theme = theme;
    const concurrency = Number(read("concurrency"));
    if (concurrency >= 1 && concurrency <= kConcurrencyMax) this.concurrency = Math.round(concurrency);
    this.infoOpen = read("info") === "open";
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    write("theme", theme);
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  setConcurrency(concurrency: number): void {
    this.concurrency = Math.min(kConcurrencyMax, Math.max(1, Math.round(concurrency) || 1));
    write("concurrency", String(this.concurrency));
  }

  setInfoOpen(open: boolean): void {
    this.infoOpen = open;
    write("info", open ? "open" : "closed");
  }
}

export const settings = new Settings();
