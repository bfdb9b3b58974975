// One file on its way: the machine's facts, made visible, and the bytes in flight.

import { advance, receivedBytes, type Event, type Facts } from "./machine";

export class Upload {
  facts: Facts = $state.raw(undefined!);
  /** Bytes hashed so far while the file is being read. */
  hashedBytes = $state(0);
  /** Bytes of parts that are on the line now. */
  inFlight = $state(0);
  /** Bytes a second, lately. */
  rate = $state(0);
  endedAt = 0;
  /** An earlier visit left it unfinished. */
  isEarlier = false;
  /** The round in which it was counted. */
  round = 0;
  abort: AbortController | undefined;
  private lastSent = 0;
  /** Told of each change of phase. */
  onphase: ((upload: Upload, before: Facts["phase"]) => void) | undefined;
  private flights = new Map<number, number>();

  constructor(
    readonly id: string,
    readonly name: string,
    readonly lastModified: number,
    readonly type: string,
    facts: Facts,
    public file: File | undefined,
    public handle?: FileSystemFileHandle,
  ) {
    this.facts = facts;
  }

  get size(): number {
    return this.facts.size;
  }

  get phase(): Facts["phase"] {
    return this.facts.phase;
  }

  get sent(): number {
    return Math.min(this.size, receivedBytes(this.facts) + this.inFlight);
  }

  /** 0..1 of what can be shown as a bar. */
  get progress(): number {
    if (this.size === 0) return 1;
    if (this.phase === "hashing") return this.hashedBytes / this.size;
    return this.sent / this.size;
  }

  /** Returns true when the event changed anything. */
  apply(event: Event): boolean {
    const next = advance(this.facts, event);
    if (next === this.facts) return false;
    const before = this.facts.phase;
    this.facts = next;
    if (before !== next.phase) this.onphase?.(this, before);
    return true;
  }

  /** Looks how much was sent since the last look, `seconds` ago; answers the smoothed rate. */
  sampleRate(seconds: number): number {
    this.rate = this.rate * 0.6 + (Math.max(0, this.sent - this.lastSent) / seconds) * 0.4;
    this.lastSent = this.sent;
    return this.rate;
  }

  flying(part: number, bytes: number): void {
    this.flights.set(part, bytes);
    this.inFlight = [...this.flights.values()].reduce((sum, flight) => sum + flight, 0);
  }

  landed(part: number): void {
    this.flights.delete(part);
    this.inFlight = [...this.flights.values()].reduce((sum, flight) => sum + flight, 0);
  }
}
