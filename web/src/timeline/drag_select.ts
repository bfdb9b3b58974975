// Selecting by touch: a long press selects a photo, and dragging on selects everything up to the finger.

import { library } from "../lib/library.svelte";
import type { PhotoSet } from "../lib/photo_set";

const kLongPressMs = 420;
const kSlopPx = 10;
const kEdgePx = 90;

function photoUnder(x: number, y: number): string | undefined {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-id]")?.dataset.id;
}

export function dragSelect(scroller: HTMLElement, store: PhotoSet): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: { x: number; y: number; id: string } | undefined;
  let anchor: string | undefined;
  let before = new Set<string>();
  let finger = { x: 0, y: 0 };
  let frame = 0;
  let request = 0;

  async function extend(): Promise<void> {
    const id = photoUnder(finger.x, finger.y);
    if (!anchor || !id) return;
    const mine = ++request;
    const ids = await store.range(anchor, id);
    if (mine !== request || !anchor) return;
    library.selection.replace([...before, ...ids]);
  }

  /** Near an edge the timeline scrolls under the resting finger. */
  function scrollAtEdge(): void {
    if (!anchor) return;
    const box = scroller.getBoundingClientRect();
    const over = Math.max(0, finger.y - (box.bottom - kEdgePx)) - Math.max(0, box.top + kEdgePx - finger.y);
    if (over !== 0) {
      scroller.scrollTop += over / 6;
      void extend();
    }
    frame = requestAnimationFrame(scrollAtEdge);
  }

  function end(): void {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    start = undefined;
    anchor = undefined;
  }

  function onpointerdown(event: PointerEvent): void {
    swallow = false; // A new touch makes a click of its own.
    if (event.pointerType !== "touch" || !event.isPrimary) return end();
    const id = photoUnder(event.clientX, event.clientY);
    if (!id) return;
    start = { x: event.clientX, y: event.clientY, id };
    finger = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      anchor = id;
      before = new Set(library.selection.list());
      library.selection.add([id]);
      library.selection.anchor = id;
      navigator.vibrate?.(12);
      frame = requestAnimationFrame(scrollAtEdge);
    }, kLongPressMs);
  }

  function onpointermove(event: PointerEvent): void {
    if (event.pointerType !== "touch" || !start || anchor) return;
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > kSlopPx) end();
  }

  function ontouchmove(event: TouchEvent): void {
    const touch = event.touches[0];
    if (!anchor || !touch) return;
    if (event.cancelable) event.preventDefault();
    finger = { x: touch.clientX, y: touch.clientY };
    void extend();
  }

  /** The click that follows a long press must not open the photo. */
  function onclick(event: MouseEvent): void {
    if (!swallow) return;
    swallow = false;
    event.preventDefault();
    event.stopPropagation();
  }
  let swallow = false;
  function ontouchend(event: TouchEvent): void {
    if (anchor) {
      swallow = true;
      setTimeout(() => (swallow = false), 400);
      if (event.cancelable) event.preventDefault();
    }
    end();
  }

  const onmenu = (event: Event) => start && event.preventDefault();
  scroller.addEventListener("pointerdown", onpointerdown);
  scroller.addEventListener("pointermove", onpointermove);
  scroller.addEventListener("touchmove", ontouchmove, { passive: false });
  scroller.addEventListener("touchend", ontouchend);
  scroller.addEventListener("touchcancel", end);
  scroller.addEventListener("click", onclick, true);
  scroller.addEventListener("contextmenu", onmenu);
  return () => {
    end();
    scroller.removeEventListener("pointerdown", onpointerdown);
    scroller.removeEventListener("pointermove", onpointermove);
    scroller.removeEventListener("touchmove", ontouchmove);
    scroller.removeEventListener("touchend", ontouchend);
    scroller.removeEventListener("touchcancel", end);
    scroller.removeEventListener("click", onclick, true);
    scroller.removeEventListener("contextmenu", onmenu);
  };
}
