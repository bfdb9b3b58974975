// The queue of uploads: hashes files, offers them in batches, moves those the server wants, keeps the list for another visit,
// and counts what happened.

import { ApiError, client, messageOf } from "../lib/api";
import { settings } from "../lib/settings.svelte";
import { words } from "../strings/en";
import { Earlier } from "./earlier.svelte";
import { Hasher } from "./hashing";
import type { Incoming } from "./incoming";
import { KeptUploads, type KeptUpload } from "./kept";
import { Line } from "./line";
import { backOff, beginning, interrupted, isFinal, isOpen } from "./machine";
import { Readings } from "./readings";
import { sendPart } from "./send";
import { newId, offerOf, recordOf } from "./records";
import { transfer } from "./transfer";
import { Upload } from "./upload.svelte";
import { UploadList } from "./upload_list.svelte";

const kOfferMax = 100;
/** Below this many uploads that are ready to move, more files are offered. */
const kReadyMin = 12;
const kOfferAfterMs = 100;
/** Files are hashed ahead of the line, but not without end: a person may cancel. */
const kAheadMax = 300;
const kTickMs = 1_000;
const kAddedShownMs = 2_500;

type Counted = "added" | "duplicate" | "failed" | "cancelled";

export class Uploads {
  readonly list = new UploadList((upload) => this.book(upload));
  readonly earlier = new Earlier(this.list);
  counts: Record<Counted, number> = $state({ added: 0, duplicate: 0, failed: 0, cancelled: 0 });
  /** Everything of this round, finished or not. */
  total = $state(0);
  paused = $state(false);
  waitingForSignIn = $state(true);
  serverLost = $state(false);
  offline = $state(typeof navigator !== "undefined" && !navigator.onLine);
  totalRate = $state(0);

  /** Somebody looks at the list: what is done stays on it. */
  held = false;

  private readonly readings: Readings;
  private hashing = 0;
  private offering = false;
  private offerTimer: ReturnType<typeof setTimeout> | undefined;
  private offerFailures = 0;
  private moving = new Set<Upload>();
  private started = false;
  private round = 0;
  private ticking: ReturnType<typeof setInterval> | undefined;
  private readonly line = new Line(() => settings.concurrency);

  constructor(
    private readonly api: Pick<
      typeof client,
      "offer" | "parts" | "complete" | "cancelUpload" | "processing"
    > = client,
    private readonly hasher: Pick<Hasher, "hash"> = new Hasher(),
    private readonly send: typeof sendPart = sendPart,
    private readonly kept: KeptUploads = new KeptUploads(),
  ) {
    this.readings = new Readings(
      () => this.api.processing(),
      (upload, message) => this.couldNotBeRead(upload, message),
    );
  }

  readonly processed = $derived(
    this.counts.added + this.counts.duplicate + this.counts.failed + this.counts.cancelled,
  );
  readonly lost = $derived((this.earlier.found?.locked ?? 0) + (this.earlier.found?.missing ?? 0));
  readonly remaining = $derived(this.total - this.processed - this.lost);
  readonly active = $derived(this.remaining > 0);

  // --- The session ----------------------------------------------------------------------------------------------------

  signedIn(): void {
    this.waitingForSignIn = false;
    this.openLine();
    if (!this.started) {
      this.started = true;
      addEventListener("online", () => this.setOffline(false));
      addEventListener("offline", () => this.setOffline(true));
      addEventListener("beforeunload", (event) => {
        if (this.active) event.preventDefault();
      });
      this.kept.hold();
      void this.findInterrupted();
    }
    this.pump();
  }

  signedOut(): void {
    this.waitingForSignIn = true;
    this.openLine();
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.openLine();
    this.pump();
  }

  private setOffline(offline: boolean): void {
    this.offline = offline;
    this.openLine();
    this.pump();
  }

  private openLine(): void {
    this.line.setOpen(!this.paused && !this.offline && !this.serverLost && !this.waitingForSignIn);
  }

  /** The server does not answer: nothing is tried until it does. */
  setServerLost(lost: boolean): void {
    if (this.serverLost === lost) return;
    this.serverLost = lost;
    clearTimeout(this.offerTimer);
    this.offerTimer = undefined;
    this.openLine();
    this.pump();
  }

  // --- Coming in ------------------------------------------------------------------------------------------------------

  add(incoming: Incoming[]): void {
    if (!this.active && this.list.size === this.list.in("added").size) this.newRound();
    const fresh: Upload[] = [];
    for (const { file, handle } of incoming) {
      if (this.reunite(file)) continue;
      fresh.push(
        new Upload(newId(), file.name, file.lastModified, file.type, beginning(file.size), file, handle),
      );
    }
    this.enlist(fresh);
    for (const upload of fresh) {
      if (upload.size === 0) upload.apply({ type: "failed", message: words.upload.empty, retryable: false });
    }
    const lasting = fresh.filter((upload) => isOpen(upload.phase));
    void this.kept.keep(lasting.map(recordOf)).then(() => this.forgetSettled(lasting));
    this.pump();
  }

  private newRound(): void {
    this.round += 1;
    this.counts = { added: 0, duplicate: 0, failed: 0, cancelled: 0 };
    this.total = 0;
    this.list.clear();
  }

  private enlist(uploads: Upload[]): void {
    this.list.add(uploads);
    this.total += uploads.length;
  }

  /** A file that an interrupted upload waits for goes on there. */
  private reunite(file: File): boolean {
    for (const lost of this.list.in("needs-file")) {
      if (lost.name !== file.name || lost.size !== file.size) continue;
      lost.file = file;
      // The same name and size are no proof: the bytes are hashed again, and the server knows what it has by that hash.
      lost.facts = interrupted(lost.size, undefined, false, lost.facts.granted);
      lost.apply({ type: "file-found" });
      this.earlier.update();
      return true;
    }
    return false;
  }

  // --- Working --------------------------------------------------------------------------------------------------------

  /** Offers wait until few uploads are left to move, so that many files make few requests. */
  private get wantsMore(): boolean {
    return !this.offline && !this.serverLost && this.list.in("ready").size < kReadyMin;
  }

  private get ahead(): number {
    return (
      this.list.in("hashed").size +
      this.list.in("ready").size +
      this.list.in("uploading").size +
      this.list.in("finishing").size
    );
  }

  /** Starts whatever can be started. Called after every change. */
  private pump(): void {
    this.startTicking();
    if (this.paused || this.waitingForSignIn) return;
    while (this.hashing < 2 && this.ahead + this.hashing < kAheadMax) {
      const upload = this.list.first("waiting");
      if (!upload) break;
      void this.hash(upload);
    }
    if (
      !this.offering &&
      this.offerTimer === undefined &&
      this.list.in("hashed").size > 0 &&
      this.wantsMore
    ) {
      this.offerTimer = setTimeout(() => void this.offer(), kOfferAfterMs);
    }
    while (this.moving.size < settings.concurrency) {
      const upload = this.list.first("ready");
      if (!upload) break;
      void this.move(upload);
    }
  }

  private async hash(upload: Upload): Promise<void> {
    this.hashing += 1;
    upload.apply({ type: "hash-started" });
    try {
      const sha256 = await this.hasher.hash(upload.file!, (done) => (upload.hashedBytes = done));
      if (upload.apply({ type: "hashed", sha256 })) {
        void this.kept.setHash(upload.id, sha256).catch(() => {});
        this.dropLostTwins(upload);
      }
    } catch {
      upload.apply({ type: "failed", message: words.upload.changed, retryable: true, hashAgain: true });
    }
    this.hashing -= 1;
    this.pump();
  }

  /** An interrupted upload whose bytes came back under another name is this one. */
  private dropLostTwins(upload: Upload): void {
    const twins = [...this.list.in("needs-file")].filter((lost) => lost.facts.sha256 === upload.facts.sha256);
    if (twins.length === 0) return;
    this.earlier.replace(twins, upload);
    this.total -= twins.length;
    this.dismiss(...twins);
  }

  /** Uploads to offer now. Of equal files one goes first; its twins learn afterwards that they are duplicates. */
  private offerable(): Upload[] {
    const busy = new Set<string | undefined>();
    for (const phase of ["ready", "uploading", "finishing"] as const) {
      for (const upload of this.list.in(phase)) busy.add(upload.facts.sha256);
    }
    const offers: Upload[] = [];
    for (const upload of this.list.in("hashed")) {
      if (busy.has(upload.facts.sha256)) continue;
      busy.add(upload.facts.sha256);
      offers.push(upload);
      if (offers.length === kOfferMax) break;
    }
    return offers;
  }

  private async offer(): Promise<void> {
    this.offerTimer = undefined;
    const offers = this.offerable();
    if (offers.length === 0 || this.offline || this.serverLost || this.waitingForSignIn) return;
    this.offering = true;
    try {
      const answers = await this.api.offer(offers.map(offerOf));
      this.offerFailures = 0;
      const byId = new Map(offers.map((upload) => [upload.id, upload]));
      for (const answer of answers) {
        const upload = byId.get(answer.client_id);
        upload?.apply({ type: "offered", answer });
        byId.delete(answer.client_id);
      }
      const granted = offers.filter((upload) => upload.phase === "ready").map((upload) => upload.id);
      void this.kept.setGranted(granted).catch(() => {});
      for (const upload of byId.values()) {
        upload.apply({ type: "failed", message: words.errors.unexpected, retryable: true });
      }
    } catch (error) {
      this.offerFailed(offers, error);
    }
    this.offering = false;
    this.pump();
  }

  private offerFailed(offers: Upload[], error: unknown): void {
    if (error instanceof ApiError && error.status === 401) return;
    if (error instanceof ApiError && error.transient && (this.offerFailures < 8 || error.status === 0)) {
      this.offerFailures += 1;
      const wait = Math.max(
        (error.retryAfterSeconds ?? 0) * 1000,
        backOff(this.offerFailures, Math.random()),
      );
      this.offerTimer = setTimeout(() => void this.offer(), wait);
      return;
    }
    this.offerFailures = 0;
    for (const upload of offers) upload.apply({ type: "failed", message: messageOf(error), retryable: true });
  }

  private async move(upload: Upload): Promise<void> {
    this.moving.add(upload);
    const tools = { api: this.api, hasher: this.hasher, send: this.send, ...this.line.tools };
    await transfer(upload, settings.concurrency, tools).catch(() => {});
    this.moving.delete(upload);
    upload.rate = 0;
    this.pump();
  }

  /** Books what an upload came to. */
  private book(upload: Upload): void {
    const { phase } = upload;
    // All of it had arrived before the page was closed: there is nothing to tell of it in this round.
    const isOld = phase === "added" && upload.isEarlier && !upload.facts.uploadId;
    if (isFinal(phase) || phase === "failed") this.earlier.end(upload, phase === "added" && !isOld);
    if (phase === "added") this.readings.watch(upload);
    if (isOld) {
      this.total -= 1;
      this.dismiss(upload);
      return;
    }
    upload.round = this.round;
    if (phase !== "added" && phase !== "duplicate" && phase !== "failed" && phase !== "cancelled") return;
    upload.endedAt = Date.now();
    this.counts[phase] += 1;
    if (phase !== "failed" || !upload.facts.retryable) void this.kept.forget([upload.id]).catch(() => {});
    if (phase !== "failed") upload.file = undefined;
  }

  /** It is in the library, but no picture that can be read. */
  private couldNotBeRead(upload: Upload, message: string): void {
    if (upload.round === this.round) this.counts.added -= 1;
    else this.total += 1;
    this.list.add([upload]);
    upload.apply({ type: "unreadable", message: words.upload.unreadable(message) });
  }

  /** Some may have ended while their records were being written. */
  private forgetSettled(uploads: Upload[]): void {
    const ended = uploads.filter(
      (upload) => upload.endedAt && !(upload.phase === "failed" && upload.facts.retryable),
    );
    void this.kept.forget(ended.map((upload) => upload.id)).catch(() => {});
  }

  // --- What a person may do -------------------------------------------------------------------------------------------

  retry(upload: Upload): void {
    if (!upload.apply({ type: "retry" })) return;
    this.counts.failed -= 1;
    upload.endedAt = 0;
    upload.hashedBytes = 0;
    this.pump();
  }

  retryAll(): void {
    for (const upload of [...this.list.in("failed")]) if (upload.facts.retryable) this.retry(upload);
  }

  cancel(...uploads: Upload[]): void {
    for (const upload of uploads) {
      const { uploadId } = upload.facts;
      upload.apply({ type: "cancel" });
      upload.abort?.abort();
      if (uploadId) void this.api.cancelUpload(uploadId).catch(() => {});
    }
    this.dismiss(...uploads);
    this.pump();
  }

  cancelAll(): void {
    this.cancel(
      ...this.list.everything().filter((upload) => isOpen(upload.phase) || upload.phase === "needs-file"),
    );
  }

  /** Takes uploads off the list. */
  dismiss(...uploads: Upload[]): void {
    void this.kept.forget(uploads.map((upload) => upload.id)).catch(() => {});
    this.list.remove(uploads);
    this.earlier.update();
  }

  dismissEnded(): void {
    this.dismiss(...this.list.everything().filter((upload) => upload.endedAt > 0));
    if (this.list.size === 0) this.newRound();
  }

  // --- Across visits --------------------------------------------------------------------------------------------------

  private async findInterrupted(): Promise<void> {
    const records = await this.kept.takeOver().catch(() => [] as KeptUpload[]);
    if (records.length === 0) return;
    this.enlist(await this.earlier.revive(records));
    this.earlier.begin();
    this.pump();
  }

  /** Asks the browser for leave to read the files again. Must be called from a click. Returns how many are still missing. */
  async unlock(): Promise<number> {
    await this.earlier.unlock();
    this.pump();
    return this.earlier.found?.missing ?? 0;
  }

  discardFound(): void {
    this.cancelAll();
    this.earlier.clear();
  }

  // --- Time -----------------------------------------------------------------------------------------------------------

  private startTicking(): void {
    if (this.ticking !== undefined || this.list.size === 0) return;
    this.ticking = setInterval(() => this.tick(), kTickMs);
  }

  private tick(): void {
    this.totalRate = [...this.moving].reduce((sum, upload) => sum + upload.sampleRate(kTickMs / 1000), 0);
    const old = Date.now() - kAddedShownMs;
    for (const upload of this.list.in("added")) {
      if (this.held || upload.endedAt >= old) break;
      this.list.remove([upload]);
    }
    if (this.moving.size > 0 || this.list.in("added").size > 0 || this.active) return;
    clearInterval(this.ticking);
    this.ticking = undefined;
  }
}

export const uploads = new Uploads();
