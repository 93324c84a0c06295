import { z } from 'zod';
import { DecisionSchema } from '../../policies/decision.js';
import { act } from './act.js';
import {
  address,
  bytes32,
  code,
  count,
  decimal,
  flag,
  id,
  json,
  moment,
  namesOf,
  saying,
  text,
} from './forms.js';
import { DECIDED } from './transfer-acts.js';

const frozen = z.strictObject({
  freeze: id('frz'),
  code,
  reason: text,
  finding: saying(id('fnd'), 'if one is the cause').exactOptional(),
});
const tried = z.strictObject({
  attacks: saying(count, 'how many were tried'),
  failures: z.array(z.string()).readonly().describe('list of text, what was not answered as it must be'),
});
const digest = bytes32.nullable();

const liveHash = z.strictObject({
  transfer: id('tr'),
  kind: z.enum(['original', 'cancel']),
  safeTxHash: bytes32,
  nonce: decimal,
  asset: id('ast'),
  amount: decimal,
  destination: address,
  owners: z.array(address).readonly(),
  threshold: count,
  executableByAnyone: flag,
  since: moment,
  cancel: z.union([z.enum(['none', 'asked']), z.strictObject({ signatures: count, threshold: count })]),
});
const worstCase = z.strictObject({ asset: id('ast'), amount: decimal });

/** Freezes, findings, self-tests, and inspections without a transfer. */
export const SAFETY_ACTS = {
  'safe.frozen': act({
    actor: 'who, or `system`',
    subject: 'transfer or Safe',
    outcome: 'success',
    detail: frozen,
  }),
  'gateway.frozen': act({
    actor: 'who, or `system`',
    subject: 'freeze',
    outcome: 'success',
    detail: frozen,
    note: 'Of all Safes; `safe` is null',
  }),
  'finding.recorded': act({
    actor: '`system`, or who brought the signature',
    subject: 'transfer or Safe; the finding, where it is about the whole gateway',
    outcome: 'failure',
    detail: z.strictObject({
      code,
      finding: id('fnd'),
      reason: text,
      detail: z.record(z.string(), json).readonly().describe('object, by `code`'),
    }),
  }),
  'finding.acknowledged': act({
    actor: 'the person who has seen it',
    subject: 'transfer; the finding, where it is about none',
    outcome: 'success',
    detail: z.strictObject({
      code,
      note: saying(text, 'what is done about it'),
      finding: saying(id('fnd'), 'absent in older entries, whose subject it is').exactOptional(),
    }),
    note: 'Once per person. It ends no freeze',
  }),
  'safe.exposed': act({
    actor: '`system`',
    subject: 'Safe',
    outcome: 'success',
    detail: z.strictObject({
      hashes: z
        .array(liveHash)
        .readonly()
        .describe(`list of what may still be executed: ${namesOf(liveHash)}`),
      worstCases: z
        .array(worstCase)
        .readonly()
        .describe(`list of ${namesOf(worstCase)}, what may leave the Safe`),
    }),
    note: 'By a look every half minute, if it has changed since the last; what stands for less is in the entries of the transfer alone. Never the signatures themselves',
  }),
  'safe-transaction.inspected': act({
    actor: 'who asked',
    subject: '',
    outcome: {
      member: 'verdict',
      values: {
        ACCEPT: 'success',
        ACCEPT_AS_CANCEL: 'success',
        HOLD: 'denied',
        REFUSE: 'denied',
        REFUSE_AND_ALERT: 'denied',
        FREEZE: 'denied',
      },
    },
    detail: z.strictObject({
      verdict: z.enum(['ACCEPT', 'ACCEPT_AS_CANCEL', 'HOLD', 'REFUSE', 'REFUSE_AND_ALERT', 'FREEZE']),
      code: saying(code, 'or null').nullable(),
      reason: text,
      digests: z
        .strictObject({
          ...{ domainHash: digest, messageHash: digest, eip712Digest: digest, calldataDigest: digest },
        })
        .describe('`domainHash`, `messageHash`, `eip712Digest`, `calldataDigest`, each bytes32 or null'),
      wouldDo: saying(
        z.array(text).readonly(),
        'list of sentences behind their places, absent in older entries',
      ).exactOptional(),
    }),
  }),
  'policy.reviewed': act({
    actor: 'who asked',
    subject: '',
    outcome: 'success',
    detail: z.strictObject({ policyHash: bytes32, direction: z.enum(['loosens', 'tightens']) }),
  }),
  'policy.evaluated': act({
    actor: 'who asked',
    subject: '',
    outcome: DECIDED,
    detail: z.strictObject({
      outcome: DecisionSchema.shape.outcome,
      policyHash: bytes32,
      codes: z.array(code).readonly().describe('list of error codes'),
      at: moment,
      isPast: flag,
      isDraft: flag,
    }),
  }),
  'self-test.passed': act({
    actor: '`system`',
    subject: '',
    outcome: 'success',
    detail: tried,
    note: 'At start and hourly, by every replica',
  }),
  'self-test.failed': act({
    actor: '`system`',
    subject: '',
    outcome: 'failure',
    detail: tried,
  }),
} as const;
