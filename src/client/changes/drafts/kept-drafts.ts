import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { DraftView } from '../../../changes/changes.contract.js';
import { idPattern } from '../../../domain/values/identifier.js';
import type { Environment } from '../../terminal/desk.js';
import { misused, notFound } from '../../terminal/failures.js';

export type Draft = z.output<typeof DraftView>;

/** The gateway proposes no older ones. */
const MS_MAX = 3_600_000;

/**
 * Drafts that a script was shown and did not sign yet: the gateway gives each out once. Nothing in one is believed; it
 * is held against its own parts when it is signed, as when it was fetched.
 */
export class KeptDrafts {
  readonly #folder: string;

  constructor(environment: Environment) {
    const state = environment['XDG_STATE_HOME'] || join(environment['HOME'] || homedir(), '.local/state');
    this.#folder = join(state, 'sluice', 'drafts');
  }

  keep(draft: Draft): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#forgetOld();
    writeFileSync(this.#path(draft.change.id), JSON.stringify(draft), { mode: 0o600 });
  }

  read(id: string): Draft {
    if (!idPattern('chg').test(id)) throw misused(`--draft takes the id of a draft, not ${id}`);
    try {
      return DraftView.parse(JSON.parse(readFileSync(this.#path(id), 'utf8')));
    } catch {
      throw notFound(`there is no draft ${id} here: leave --draft out, and draft the change again`);
    }
  }

  forget(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #forgetOld(): void {
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      if (statSync(path).mtimeMs < Date.now() - MS_MAX) rmSync(path, { force: true });
    }
  }
}
