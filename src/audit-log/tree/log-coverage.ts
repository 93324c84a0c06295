import { Injectable } from '@nestjs/common';
import { LogSequencer } from '../sequencer/log-sequencer.js';
import { LogTree } from './log-tree.js';
import { LogTreeRepository } from './log-tree.repository.js';

export type Coverage =
  /** A checkpoint cosigned by the quorum covers everything committed about the subject. */
  | { readonly kind: 'covered' }
  /** An act about the subject has no place in the log yet. */
  | { readonly kind: 'unsequenced' }
  /** Everything has had its place since then, but too few witnesses have cosigned. */
  | { readonly kind: 'unwitnessed'; readonly since: Date };

/** Tells whether all log entries about a subject are signed and witnessed. */
@Injectable()
export class LogCoverage {
  constructor(
    private readonly sequencer: LogSequencer,
    private readonly repository: LogTreeRepository,
    private readonly tree: LogTree,
  ) {}

  async of(subject: string): Promise<Coverage> {
    if (await this.sequencer.waitsAbout(subject)) return { kind: 'unsequenced' };
    const index = await this.repository.lastAbout(subject);
    const first = index === undefined ? undefined : await this.repository.covering(index);
    if (index === undefined || !first) return { kind: 'unsequenced' };
    const witnessed = await this.tree.witnessed(index);
    return witnessed ? { kind: 'covered' } : { kind: 'unwitnessed', since: first.at };
  }
}
