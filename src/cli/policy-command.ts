import { Command, InvalidArgumentError } from 'commander';
import { DomainError } from '../domain/errors.js';
import { changedLines } from '../domain/policies/change-directions.js';
import { policyDirection } from '../domain/policies/policy-direction.js';
import { reviewPolicy } from '../domain/policies/policy-review.js';
import { policySentences } from '../domain/policies/policy-sentences.js';
import { policyHash } from '../domain/policies/policy.js';
import type { PolicyNames } from '../domain/policies/rule-words.js';
import {
  type Otherwise,
  REPLAY_ASSUMPTIONS,
  pastTransfers,
  replayHistory,
  replayWords,
} from '../domain/policies/replay-history.js';
import { type Remark, movesNothing } from '../domain/policies/review-remark.js';
import { type UnixSeconds, printUtc } from '../domain/values/time.js';
import type { Terminal } from './inspect-command.js';
import { shown } from '../domain/values/shown.js';
import { faultLine } from './print.js';
import { readDraft, readHistory, readPolicy } from './reading/read-records.js';

interface JsonOption {
  readonly json?: boolean;
}

interface TestOptions extends JsonOption {
  readonly history: string;
  readonly days: number;
}

/** `sluice policy`: explains, compares and replays policy documents, offline and by the service's own rules. */
export function policyCommand(terminal: Terminal): Command {
  const policy = new Command('policy').description('Check, compare and try policy documents');
  for (const command of [checkCommand(terminal), diffCommand(terminal), testCommand(terminal)])
    policy.addCommand(command);
  return policy;
}

/** Offline there is no register: assets and people are called by their ids. */
const BY_ID: PolicyNames = { asset: (id) => id, person: (id) => id };

function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('Say what is wrong with a policy document, or what it says')
    .argument('<file>', 'a policy document, or an answer of GET /v1/policies/:version; "-" is standard input')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 it can be proposed, 1 it cannot, or nothing could ever move by it, 2 wrong usage.',
    )
    .action((file: string, { json }: JsonOption) => {
      const print = (value: object, text: string): void => {
        terminal.say(json === true ? JSON.stringify(value, null, 2) : text);
      };
      try {
        const document = readDraft(file);
        const [hash, sentences] = [policyHash(document), policySentences(null, document, BY_ID)];
        const remarks = reviewPolicy(document);
        const isStuck = movesNothing(remarks);
        const verdict = isStuck ? 'VALID, BUT NOTHING COULD EVER MOVE BY IT' : 'VALID';
        const text = [verdict, hash, '', ...sentences, ...remarks.map(remarkLine)].map(shown);
        print({ valid: true, hash, sentences, remarks, faults: [] }, text.join('\n'));
        if (isStuck) terminal.fail();
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const { code, message, faults } = error;
        const text = [shown(`INVALID ${code}: ${message}`), ...faults.map(faultLine)].join('\n');
        print({ valid: false, code, detail: message, faults }, text);
        terminal.fail();
      }
    });
}

function diffCommand(terminal: Terminal): Command {
  return new Command('diff')
    .description('Say in sentences what a new policy document changes, and whether it loosens')
    .argument('<old>', 'the policy as it is')
    .argument('<new>', 'the policy as it is to be')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit codes: 0 compared, 1 one of them is no policy, 2 wrong usage.')
    .action((old: string, next: string, { json }: JsonOption) => {
      const [before, after] = [readPolicy(old), readDraft(next)];
      const direction = policyDirection(before, after);
      const sentences = policySentences(before, after, BY_ID);
      const lines = changedLines(before, after);
      const remarks = reviewPolicy(after);
      const text = [
        direction === 'loosens' ? 'LOOSENS: it waits for its delay' : 'TIGHTENS: it is in force at once',
        ...sentences,
        ...lines.loosened.map((line) => `Loosened: ${line}`),
        ...lines.tightened.map((line) => `Tightened: ${line}`),
        ...remarks.map(remarkLine),
      ].map(shown);
      const all = { direction, sentences, ...lines, remarks };
      terminal.say(json === true ? JSON.stringify(all, null, 2) : text.join('\n'));
    });
}

function testCommand(terminal: Terminal): Command {
  return new Command('test')
    .description('Decide past transfers again by a policy document')
    .argument('<file>', 'a policy document')
    .requiredOption('--history <file>', 'stored decisions: GET /v1/decisions, or one record a line')
    .option('--days <number>', 'how many days before the last decision', days, 90)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit codes: 0 all would have ended the same, 1 some would not, 2 wrong usage.')
    .action((file: string, options: TestOptions) => {
      const document = readDraft(file);
      const records = readHistory(options.history);
      const history = pastTransfers(records);
      const last = Math.max(0, ...history.map(({ facts }) => facts.now));
      const from = Math.max(0, last - options.days * 86_400) as UnixSeconds;
      const version = 1 + Math.max(0, ...records.map(({ policy }) => policy.version));
      const replayed = replayHistory({ version, document }, history, from);
      const summary = replayWords(options.days, replayed);
      terminal.say(
        options.json === true
          ? JSON.stringify({ days: options.days, ...replayed, summary, assumed: REPLAY_ASSUMPTIONS }, null, 2)
          : [
              ...replayed.otherwise.flatMap(otherwiseLines),
              'Assumed:',
              ...REPLAY_ASSUMPTIONS.map((each) => `  - ${each}`),
              summary,
            ].join('\n'),
      );
      if (replayed.otherwise.length > 0) terminal.fail();
    });
}

function remarkLine({ code, words }: Remark): string {
  return `${code}: ${words}`;
}

function otherwiseLines({ transfer, at, was, would, because }: Otherwise): string[] {
  return [
    `${printUtc(at)} ${transfer}: ${was.outcome}, would be ${would.outcome}`,
    ...because.map((words) => shown(`  ${words}`)),
  ];
}

function days(text: string): number {
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number of days');
}
