import { createHash, randomUUID } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { misused, refused } from '../terminal/failures.js';

/** Said before anything is asked for: a long wait in vain is none. */
export function requireFree(path: string, isForced: boolean): void {
  if (!existsSync(dirname(path))) throw misused(`there is no folder ${dirname(path)}`);
  if (isForced || !existsSync(path)) return;
  throw misused(`${path} is there already: name another file, or add --force`);
}

/**
 * Writes a file whole or not at all, beside its place and then into it. Without force nothing that is there is written
 * over, not even what came there in the meantime.
 * @param isSound is told the SHA-256 of what was written as 0x-hex, and throws if it is another file
 */
export async function writeWhole(
  path: string,
  content: AsyncIterable<Uint8Array>,
  { isForced, isSound }: { readonly isForced: boolean; readonly isSound: (sha256: string) => void },
): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    isSound(await written(beside, content));
    if (isForced) renameSync(beside, path);
    else linkSync(beside, path);
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    rmSync(beside, { force: true });
  }
}

async function written(path: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const part of content) {
      hash.update(part);
      await file.write(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return `0x${hash.digest('hex')}`;
}

function unwritable(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') return misused(`${path} is there already: name another file, or add --force`);
  return typeof code === 'string' && /^E[A-Z]+$/.test(code)
    ? refused(`${path} cannot be written: ${code}`)
    : error;
}
