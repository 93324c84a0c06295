import { LogAlarms } from '../audit-log/sequencer/log-alarms.js';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { LogCheck } from '../audit-log/tree/log-check.js';
import { LogTree } from '../audit-log/tree/log-tree.js';
import { LogTreeRepository } from '../audit-log/tree/log-tree.repository.js';
import { LogWitnessing } from '../audit-log/tree/log-witnessing.js';
import { WitnessClient, type WitnessReply } from '../audit-log/tree/witness-client.js';
import type { Config } from '../config/config.js';
import type { PolicyWitness } from '../domain/audit-log/tlog-policy.js';
import { CADENCE } from '../infra/cadence/cadence.js';
import type { Database } from '../infra/database/database.js';
import { type Finding, fail, lookedAt, ok, reasonOf, warn } from './finding.js';

const RESTORED = 'Do not start: find out what became of the database (docs/runbook.md, Backup and restore).';

/** Witnesses are asked here by themselves, and in a form that lets none of them go on. */
class AloneCheck extends LogWitnessing {
  override faults(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }
}

class NoAlarms extends LogAlarms {
  override raise(): Promise<void> {
    return Promise.reject(new TypeError('a look raises no alarm'));
  }
}

/** The log as it is stored, against everything that was signed of it and what its witnesses cosigned last. */
export class LogLooks {
  readonly #tree: LogTreeRepository;
  readonly #client: WitnessClient;
  readonly #check: LogCheck;

  constructor(
    private readonly config: Config,
    database: Database,
  ) {
    const key = new LogKey(config);
    this.#tree = new LogTreeRepository(database);
    this.#client = new WitnessClient(new LogTree(config, this.#tree, key));
    const alone = new AloneCheck(config, this.#tree, this.#client, new NoAlarms(), CADENCE);
    this.#check = new LogCheck(this.#tree, key, alone);
  }

  /** The whole log is hashed, as at every start. */
  log(): Promise<readonly Finding[]> {
    return lookedAt('log', RESTORED, async () => {
      const faults = await this.#check.faults();
      if (faults.length > 0)
        return faults.map(({ code, reason }) => fail('log', `${code}: ${reason}.`, RESTORED));
      const size = (await this.#tree.latest())?.size ?? 0n;
      const words = size === 0n ? 'It is empty.' : `Its ${size.toString()} entries are what was signed.`;
      return [ok('log', words)];
    });
  }

  async witnesses(): Promise<readonly Finding[]> {
    const witnesses = this.config.logWitnesses?.witnesses ?? [];
    if (witnesses.length === 0)
      return [
        warn(
          'witnesses',
          'None is set.',
          'Set LOG_WITNESSES: without, nobody else would know that the log was cut or rewritten.',
        ),
      ];
    const found = witnesses.map((witness) => {
      const check = `witness ${witness.key.name}`;
      return lookedAt(check, 'Mend the database first.', async () => [await this.#witness(check, witness)]);
    });
    return (await Promise.all(found)).flat();
  }

  /** It is shown what it cosigned last, and nothing newer: a look must not take a witness further. */
  async #witness(check: string, witness: PolicyWitness): Promise<Finding> {
    const last = await this.#tree.lastCosigned(`${witness.key.name}+${witness.key.keyId}`);
    if (last === 0n) return reached(check, witness);
    const reply = await this.#asked(witness, last);
    if (reply?.kind !== 'knows') return findingOf(check, reply, last);
    const latest = (await this.#tree.latest())?.size ?? 0n;
    const { size } = reply;
    if (size > latest)
      return fail(
        check,
        `LOG_ROLLBACK: it has cosigned ${size.toString()} entries, and the database has ${latest.toString()}.`,
        RESTORED,
      );
    if (size < last)
      return fail(
        check,
        `It has forgotten: it knows ${size.toString()} entries, and cosigned ${last.toString()}.`,
        'Have its operator look at its state file; it must never be an older one.',
      );
    return findingOf(check, await this.#asked(witness, size), size);
  }

  /** Undefined where the database never signed a tree of this size. */
  async #asked(witness: PolicyWitness, size: bigint): Promise<WitnessReply | undefined> {
    const checkpoint = await this.#tree.at(size);
    return checkpoint && this.#client.ask(witness, checkpoint, size);
  }
}

function findingOf(check: string, reply: WitnessReply | undefined, size: bigint): Finding {
  switch (reply?.kind) {
    case 'cosigned':
      return ok(
        check,
        `It answers by its key, and knows the log as it is here, to entry ${(size - 1n).toString()}.`,
      );
    case 'failed':
      return fail(
        check,
        `It does not cosign: ${reply.reason}.`,
        'See that it runs, that its URL and key in LOG_WITNESSES are right, and that it knows this log.',
      );
    case undefined:
    case 'knows':
    case 'inconsistent':
      return fail(
        check,
        `LOG_FORK: what it has cosigned, ${size.toString()} entries, is not how the log begins here.`,
        RESTORED,
      );
  }
}

/** Of a log that it has not cosigned yet, nothing can be asked that would not make it begin. */
async function reached(check: string, { url }: PolicyWitness): Promise<Finding> {
  const todo = 'Start once it can be reached; its first cosignature proves its key.';
  try {
    const asked = {
      method: 'POST',
      body: '',
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    } as const;
    await fetch(`${(url ?? '').replace(/\/+$/, '')}/add-checkpoint`, asked);
    return warn(check, 'It answers, and has cosigned nothing of this log yet: its key is not proven.', todo);
  } catch (error) {
    // The message may quote the URL, which may hold a secret.
    const name = error instanceof Error ? error.name : reasonOf(error);
    return fail(
      check,
      `It cannot be reached: ${name}.`,
      'See that it runs, and that its URL in LOG_WITNESSES is right.',
    );
  }
}
