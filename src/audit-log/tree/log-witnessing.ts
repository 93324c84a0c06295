import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '../../config/config.js';
import type { PolicyWitness } from '../../domain/audit-log/tlog-policy.js';
import { Cadence } from '../../infra/cadence/cadence.js';
import { LogAlarms, type LogFault } from '../sequencer/log-alarms.js';
import { LogTreeRepository, type StoredCheckpoint } from './log-tree.repository.js';
import { WitnessClient } from './witness-client.js';

/** Tries per turn: other replicas may show a witness later checkpoints meanwhile. */
const ATTEMPTS = 4;

/**
 * Shows the latest checkpoint to every witness and stores the cosignatures. If a witness has seen a larger or a
 * different tree, the witness is trusted over the database, because it is independent of it.
 */
@Injectable()
export class LogWitnessing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(LogWitnessing.name);
  private readonly stopping = new AbortController();
  private readonly known = new Map<string, bigint>();
  private readonly said = new Map<string, string>();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly tree: LogTreeRepository,
    private readonly client: WitnessClient,
    private readonly alarms: LogAlarms,
    private readonly cadence: Cadence,
  ) {}

  onApplicationBootstrap(): void {
    this.running = Promise.all(this.witnesses().map((witness) => this.follow(witness)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Asks every witness, even if it has cosigned the latest checkpoint already. */
  async faults(): Promise<readonly LogFault[]> {
    const latest = await this.tree.latest();
    const faults = await Promise.all(this.witnesses().map((each) => this.show(each, latest)));
    return faults.flatMap((fault) => (typeof fault === 'object' ? [fault] : []));
  }

  /** One turn with one witness. @returns a fault if it must not continue */
  async turn(witness: PolicyWitness): Promise<'idle' | 'done' | 'failed' | LogFault> {
    const latest = await this.tree.latest();
    if (!latest) return 'idle';
    if ((await this.tree.lastCosigned(nameOf(witness))) >= latest.size) return 'idle';
    return this.show(witness, latest);
  }

  private witnesses(): readonly PolicyWitness[] {
    return this.config.logWitnesses?.witnesses ?? [];
  }

  private async show(
    witness: PolicyWitness,
    checkpoint: StoredCheckpoint | undefined,
  ): Promise<'done' | 'failed' | LogFault> {
    if (!checkpoint) return 'failed';
    const name = nameOf(witness);
    let latest = checkpoint;
    let oldSize = this.known.get(name) ?? (await this.tree.lastCosigned(name));
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const reply = await this.client.ask(witness, latest, lower(oldSize, latest.size));
      switch (reply.kind) {
        case 'cosigned':
          return this.keep(name, latest.size, reply.line);
        case 'knows': {
          if (reply.size === latest.size && oldSize === latest.size) return forked(name, reply.size);
          this.known.set(name, reply.size);
          oldSize = reply.size;
          // Another replica may have shown it a later checkpoint. That one is committed, so it can be read here.
          latest = (await this.tree.latest()) ?? latest;
          if (reply.size > latest.size) return rolledBack(name, reply.size);
          break;
        }
        case 'inconsistent':
          return forked(name, oldSize);
        case 'failed':
          this.say(name, reply.reason);
          return 'failed';
      }
    }
    return 'failed';
  }

  private async keep(name: string, size: bigint, line: string): Promise<'done'> {
    this.known.set(name, size);
    this.said.delete(name);
    await this.tree.insertCosignature({ size, witness: name, line });
    return 'done';
  }

  private async follow(witness: PolicyWitness): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const outcome = await this.turn(witness).catch((error: unknown) => {
        this.say(nameOf(witness), String(error));
        return 'failed' as const;
      });
      if (typeof outcome === 'object') await this.raise(outcome);
      const { witness: again, witnessAgain } = this.cadence;
      await this.pause(outcome === 'idle' || outcome === 'done' ? again : witnessAgain);
    }
  }

  private async raise(fault: LogFault): Promise<void> {
    if (this.said.get(fault.code) === fault.reason) return;
    await this.alarms.raise(fault).then(
      () => this.said.set(fault.code, fault.reason),
      (error: unknown) => {
        this.log.error(`an alarm could not be raised, and is tried again: ${String(error)}`);
      },
    );
  }

  /** Logs each reason once, until the witness has signed again. */
  private say(name: string, reason: string): void {
    if (this.said.get(name) === reason) return;
    this.said.set(name, reason);
    this.log.warn(`the witness ${name} has not cosigned: ${reason}`);
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

function lower(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function nameOf({ key }: PolicyWitness): string {
  return `${key.name}+${key.keyId}`;
}

function rolledBack(witness: string, size: bigint): LogFault {
  return {
    code: 'LOG_ROLLBACK',
    reason: `the witness ${witness} has cosigned ${size.toString()} entries, and the database has fewer`,
    detail: { witness, size: size.toString() },
  };
}

function forked(witness: string, size: bigint): LogFault {
  return {
    code: 'LOG_FORK',
    reason: `what the witness ${witness} has cosigned, ${size.toString()} entries, is not how the log begins`,
    detail: { witness, size: size.toString() },
  };
}
