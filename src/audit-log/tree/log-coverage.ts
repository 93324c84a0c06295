import { Injectable } from '@nestjs/common';
import { LogSequencer } from '../sequencer/log-sequencer.js';
import { LogTree } from './log-tree.js';
import { LogTreeRepository } from './log-tree.repository.js';

export type Coverage =
  /** All that was committed about it is in a signed checkpoint that the quorum has cosigned. */
  | { readonly kind: 'covered' }
  /** Something about it has no place in the log yet. */
  | { readonly kind: 'unsequenced' }
  /** It has its place since then, but not enough witnesses have cosigned it. */
  | { readonly kind: 'unwitnessed'; readonly since: Date };

/** Whether what the log says of something is signed, and witnessed. */
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
