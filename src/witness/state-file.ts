import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseHash, printBase64 } from '../domain/audit-log/base64.js';
import type { TreeHead } from '../domain/audit-log/checkpoint.js';
import { MalformedLogText, parseSize } from '../domain/audit-log/malformed.js';
import type { OnStep } from './witness-steps.js';

/** One line for each log: its origin, size and root, as in a checkpoint, with spaces between. */
const HEADER = 'sluice-witness-state@v1';

/**
 * The tree that a witness cosigned last for each log, in one file that is replaced atomically: after a crash it is the
 * old or the new one, never a part. Without this memory a log could present the witness a different history.
 */
export class StateFile {
  readonly #path: string;
  readonly #heads: Map<string, TreeHead>;
  readonly #onStep: OnStep;
  #isBroken = false;

  private constructor(path: string, heads: Map<string, TreeHead>, onStep: OnStep) {
    [this.#path, this.#heads, this.#onStep] = [path, heads, onStep];
  }

  /** @throws Error if the file is missing or malformed, or another witness has it open */
  static async open(path: string, onStep: OnStep = () => undefined): Promise<StateFile> {
    takeLock(path);
    return new StateFile(path, parseState(await readFile(path, 'utf8')), onStep);
  }

  /** Creates the empty state of a new witness. @throws Error if the file exists */
  static async create(path: string): Promise<void> {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(printState(new Map()));
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(path);
  }

  latest(origin: string): TreeHead | null {
    return this.#heads.get(origin) ?? null;
  }

  /** Durable once it resolves; only then may a cosignature leave the process. */
  async put(origin: string, head: TreeHead): Promise<void> {
    // After a failed write the content of the disk is unknown until a restart reads it.
    if (this.#isBroken) throw new Error('the state could not be written before; restart the witness');
    this.#isBroken = true;
    const heads = new Map(this.#heads).set(origin, head);
    const temporary = `${this.#path}.new`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await this.write(file, printState(heads));
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
    this.#onStep('renamed');
    await syncFolder(this.#path);
    this.#heads.set(origin, head);
    this.#isBroken = false;
    this.#onStep('persisted');
  }

  close(): void {
    rmSync(lockOf(this.#path), { force: true });
  }

  private async write(file: FileHandle, text: string): Promise<void> {
    await file.writeFile(text);
    this.#onStep('written');
    await file.sync();
    this.#onStep('synced');
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const lockOf = (path: string): string => `${path}.lock`;

/** Locks the file, because two witnesses on it could cosign different trees. A dead process's lock is taken over. */
function takeLock(path: string): void {
  const lock = lockOf(path);
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (!isError('EEXIST', error)) throw error;
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder !== process.pid && isAlive(holder))
      throw new Error(`another witness, process ${String(holder)}, has the state file`, { cause: error });
    writeFileSync(lock, String(process.pid));
  }
}

function isError(code: string, error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isError('ESRCH', error);
  }
}

function printState(heads: ReadonlyMap<string, TreeHead>): string {
  const lines = [...heads].map(
    ([origin, { size, root }]) => `${origin} ${size.toString()} ${printBase64(root)}`,
  );
  return [HEADER, ...lines, 'end', ''].join('\n');
}

function parseState(text: string): Map<string, TreeHead> {
  const [header, ...rest] = text.split('\n');
  const lines = rest.slice(0, -2);
  if (header !== HEADER || rest.at(-2) !== 'end' || rest.at(-1) !== '')
    throw new MalformedLogText('the state file is not one of a witness, or not whole');
  return new Map(
    lines.map((line) => {
      const [origin = '', size = '', root = '', ...more] = line.split(' ');
      if (more.length > 0) throw new MalformedLogText('a line of the state file is not a log');
      return [origin, { size: parseSize(size, 'a size'), root: parseHash(root, 'a root') }];
    }),
  );
}
