import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../terminal/desk.js';
import { mismatched } from '../terminal/failures.js';

/** A session as it is kept between two commands. */
const KeptSession = z.strictObject({
  origin: z.string(),
  person: z.strictObject({ id: z.string(), name: z.string() }),
  cookie: z.string(),
  /** The keystore that it was opened with. The passphrase is kept nowhere. */
  keystore: z.string().exactOptional(),
});
export type KeptSession = z.output<typeof KeptSession>;

/** What is asked where the command line says nothing. */
const Profile = z.strictObject({ url: z.string(), person: z.string() });
export type Profile = z.output<typeof Profile>;

/** What everything at a gateway is verified by, as it was when one first signed in there. */
const Pinned = z.strictObject({
  origin: z.string(),
  chainId: z.int(),
  foundingDigest: z.string(),
  logKey: z.string(),
  /** The newest register that was seen: one without it is an older one, or another. */
  registerHead: z.string().exactOptional(),
});
export type Pinned = z.output<typeof Pinned>;

/**
 * The client's own files, by the XDG base directories: one for each session, readable by their owner alone. A session
 * that cannot be read is as none: one signs in again.
 */
export class KeptFiles {
  readonly #state: string;
  readonly #config: string;

  constructor(environment: Environment) {
    const folder = (name: string, otherwise: string) =>
      join(environment[name] || join(environment['HOME'] || homedir(), otherwise), 'sluice');
    this.#state = folder('XDG_STATE_HOME', '.local/state');
    this.#config = folder('XDG_CONFIG_HOME', '.config');
  }

  get profile(): Profile | undefined {
    return read(join(this.#config, 'profile.json'), Profile);
  }

  setProfile(profile: Profile): void {
    write(this.#config, 'profile.json', profile);
  }

  /** The sessions at one gateway. */
  sessions(origin: string): readonly KeptSession[] {
    return namesIn(this.#sessions)
      .map((name) => read(join(this.#sessions, name), KeptSession))
      .filter((each) => each !== undefined && each.origin === origin) as KeptSession[];
  }

  keepSession(session: KeptSession): void {
    write(this.#sessions, fileOf(session.origin, session.person.id), session);
  }

  forgetSession({ origin, person }: KeptSession): void {
    rmSync(join(this.#sessions, fileOf(origin, person.id)), { force: true });
  }

  /** @throws if there is something that cannot be read: it does not become a gateway that one never asked before */
  pinned(origin: string): Pinned | undefined {
    const path = join(this.#state, 'gateways', fileOf(origin));
    const pinned = read(path, Pinned);
    if (pinned?.origin === origin || (pinned === undefined && !existsSync(path))) return pinned;
    throw mismatched(
      `${path} cannot be read: it says what ${origin} is verified by`,
      '  Remove it, and sign in anew with --founding and --log-key, as the founders printed them.',
    );
  }

  pin(pinned: Pinned): void {
    write(join(this.#state, 'gateways'), fileOf(pinned.origin), pinned);
  }

  get #sessions(): string {
    return join(this.#state, 'sessions');
  }
}

function fileOf(...names: readonly string[]): string {
  return `${createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 32)}.json`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return []; // nothing was kept yet
  }
}

function read<T extends z.ZodType>(path: string, schema: T): z.output<T> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and never readable by others, not even for a moment. */
function write(folder: string, name: string, content: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const written = join(folder, `.${name}.${randomUUID()}`);
  writeFileSync(written, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(written, join(folder, name));
}
