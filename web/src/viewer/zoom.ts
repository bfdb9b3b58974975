// The geometry of zooming and panning one photo. Positions are CSS pixels from the middle of the screen; scale 1 shows the
// whole photo.

export interface Size {
  width: number;
  height: number;
}

export interface Pose {
  scale: number;
  x: number;
  y: number;
}

export const kAtRest: Pose = { scale: 1, x: 0, y: 0 };
export const kScaleMax = 8;

/** The photo's size when the whole of it is shown; small photos are not blown up beyond `upTo` times. */
export function fit(ratio: number, screen: Size, natural?: Size, upTo = 1): Size {
  const shape = ratio > 0 ? ratio : 1;
  let width = Math.min(screen.width, screen.height * shape);
  if (natural && natural.width > 0) width = Math.min(width, natural.width * upTo);
  return { width, height: width / shape };
}

/** Keeps the photo's edges at the screen's edges, and small photos in the middle. */
export function bounded(pose: Pose, photo: Size, screen: Size): Pose {
  const scale = Math.min(kScaleMax, Math.max(1, pose.scale));
  const reach = (size: number, room: number) => Math.max(0, (size * scale - room) / 2);
  const limitX = reach(photo.width, screen.width);
  const limitY = reach(photo.height, screen.height);
  return {
    scale,
    x: Math.min(limitX, Math.max(-limitX, pose.x)) + 0,
    y: Math.min(limitY, Math.max(-limitY, pose.y)) + 0,
  };
}

/** Scales by `factor` so that the point of the photo under (x, y) stays there. */
export function zoomedAt(pose: Pose, factor: number, x: number, y: number): Pose {
  const scale = Math.min(kScaleMax, Math.max(1, pose.scale * factor));
  const real = scale / pose.scale;
  return { scale, x: x - (x - pose.x) * real, y: y - (y - pose.y) * real };
}

/** What letting go of a drag means. Velocities in pixels a millisecond. */
export function released(
  dx: number,
  dy: number,
  vx: number,
  vy: number,
  screen: Size,
): "previous" | "next" | "close" | "stay" {
  if (Math.abs(dx) > Math.abs(dy)) {
    if (dx < -screen.width * 0.22 || (vx < -0.35 && dx < -20)) return "next";
    if (dx > screen.width * 0.22 || (vx > 0.35 && dx > 20)) return "previous";
    return "stay";
  }
  if (dy > screen.height * 0.16 || (vy > 0.5 && dy > 30)) return "close";
  return "stay";
}
