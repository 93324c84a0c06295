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
    return (await this.ofEach([subject])).get(subject) ?? { kind: 'unsequenced' };
  }

  /** The same of several, by as many reads as of one. */
  async ofEach(subjects: readonly string[]): Promise<ReadonlyMap<string, Coverage>> {
    if (subjects.length === 0) return new Map();
    const waiting = await this.sequencer.waitAbout(subjects);
    const last = await this.repository.lastAbout(subjects);
    const coveredAt = await this.repository.coveredAt([...last.values()]);
    const [first] = [...last.values()].sort((one, other) => (one < other ? -1 : 1));
    const witnessed = first === undefined ? undefined : await this.tree.witnessed(first);
    return new Map(
      subjects.map((subject): [string, Coverage] => {
        const index = last.get(subject);
        const since = index === undefined ? undefined : coveredAt.get(index);
        if (waiting.has(subject) || index === undefined || !since) return [subject, { kind: 'unsequenced' }];
        const isWitnessed = witnessed !== undefined && witnessed.size > index;
        return [subject, isWitnessed ? { kind: 'covered' } : { kind: 'unwitnessed', since }];
      }),
    );
  }
}
