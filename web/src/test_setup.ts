// What browsers have and Node 18 lacks.

import { File as NodeFile } from "node:buffer";
import { webcrypto } from "node:crypto";

const scope = globalThis as Record<string, unknown>;
scope.File ??= NodeFile;
scope.crypto ??= webcrypto;
scope.navigator ??= { onLine: true };
