import { Command } from 'commander';
import { NOT_PROVED, type Proof, replayDecision } from '../domain/policies/replay-decision.js';
import type { DecisionRecord } from '../domain/policies/decision-record.js';
import type { Terminal } from './inspect-command.js';
import { shown } from '../domain/values/shown.js';
import { bySchema, readRecords } from './reading/read-records.js';

interface VerifyOptions {
  readonly json?: boolean;
}

/** `sluice verify decision`: decides again from a record's facts and policy, and compares the bytes. */
export function decisionCommand(terminal: Terminal): Command {
  return new Command('decision')
    .description('Decide again by stored facts and policy, and compare byte for byte')
    .argument(
      '<file>',
      'GET /v1/transfers/:id/decisions, a record of it, or a record a line; "-" is standard input',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 every decision is reproduced, 1 one is not or cannot be read, 2 wrong usage.',
    )
    .action((file: string, options: VerifyOptions) => {
      const verified = readRecords(file).map((record) => ({
        record,
        proofs: bySchema(() => replayDecision(record)),
      }));
      const failed = verified.filter(({ proofs }) => !isProved(proofs)).length;
      const { length } = verified;
      const summary = `${String(length - failed)} of ${String(length)} ${length === 1 ? 'decision is' : 'decisions are'} reproduced`;
      const isEmpty = length === 0;
      terminal.say(
        options.json === true
          ? JSON.stringify(
              {
                reproduced: length - failed,
                failed,
                decisions: verified.map(briefly),
                notProved: NOT_PROVED,
              },
              null,
              2,
            )
          : [
              ...verified.flatMap(lines),
              '',
              'Not proved:',
              ...NOT_PROVED.map((each) => `  - ${each}`),
              '',
              summary,
            ].join('\n'),
      );
      if (failed > 0 || isEmpty) terminal.fail();
    });
}

interface Verified {
  readonly record: DecisionRecord;
  readonly proofs: readonly Proof[];
}

function isProved(proofs: readonly Proof[]): boolean {
  return proofs.every((each) => each.isProved);
}

function briefly({ record, proofs }: Verified) {
  return { id: record.id, transfer: record.transfer.id, isReproduced: isProved(proofs), proofs };
}

function lines({ record, proofs }: Verified): string[] {
  const head = `${isProved(proofs) ? 'REPRODUCED' : 'DIFFERS   '} ${record.id} of ${record.transfer.id}`;
  return [head, ...proofs.map((each) => shown(`  ${each.isProved ? 'proved' : 'FAILED'}  ${each.words}`))];
}
