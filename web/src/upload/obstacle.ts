// What keeps uploads from going on, in words; the reason a person can do least about comes first.

import { words } from "../strings/en";

export interface Line {
  waitingForSignIn: boolean;
  offline: boolean;
  serverLost: boolean;
  paused: boolean;
}

/** Empty while nothing does. */
export function obstacleOf(line: Line): string {
  if (line.waitingForSignIn) return words.upload.signedOut;
  if (line.offline) return words.upload.offline;
  if (line.serverLost) return words.upload.serverLost;
  return line.paused ? words.upload.paused : "";
}
