import { z } from 'zod';
import { MalformedLogText } from '../domain/audit-log/malformed.js';
import { parseTilePath } from '../domain/audit-log/tile-path.js';

/** `<L>/<N>[.p/<W>]` under `tile/` (c2sp.org/tlog-tiles); with `entries` instead of `<L>` it names an entry bundle. */
export const TilePath = z.strictObject({
  path: z
    .union([z.string(), z.array(z.string())])
    .transform((path) => [path].flat().join('/'))
    .transform((path, context) => {
      try {
        return parseTilePath(`tile/${path}`);
      } catch (error) {
        if (!(error instanceof MalformedLogText)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    }),
});

/** A signed note (c2sp.org/signed-note), or a receipt that ends in one. */
export const NoteText = z.string();
