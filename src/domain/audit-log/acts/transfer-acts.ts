import { z } from 'zod';
import { StoredException } from '../../exceptions/stored-exception.js';
import { DecisionSchema } from '../../policies/decision.js';
import { RuleResultSchema } from '../../policies/rule-result.js';
import { StoredIntent } from '../../transfers/intent.js';
import { LastLook } from '../../transfers/transfer.js';
import { act } from './act.js';
import {
  address,
  bytes,
  bytes32,
  code,
  count,
  flag,
  id,
  keyId,
  namesOf,
  register,
  saying,
  signature,
  text,
} from './forms.js';
import { step } from './step-acts.js';

/** The outcome of each of the policy's answers. */
export const DECIDED = {
  member: 'outcome',
  values: { permit: 'success', 'needs-exception': 'denied', deny: 'denied' },
} as const;

const SYSTEM = '`system`';
const BROUGHT = '`system`, or whose answer or signature brought it about';
const intentHash = saying(bytes32, "the intent's digest");

/** A transfer's life: what people and engines said, and the steps that followed. */
export const TRANSFER_ACTS = {
  'transfer.requested': act({
    actor: 'the requester',
    subject: 'transfer',
    outcome: 'success',
    detail: z.strictObject({
      intent: StoredIntent.describe(`the intent, amount in smallest units: ${namesOf(StoredIntent)}`),
      intentHash,
      signature,
    }),
  }),
  'transfer.decided': act({
    actor: SYSTEM,
    subject: 'transfer',
    outcome: DECIDED,
    detail: z.strictObject({
      decision: id('dec'),
      facts: saying(bytes32, 'keccak256 of the facts in RFC 8785 form'),
      register,
      stage: z.enum(['request', 'exception', 'relay']),
      outcome: DecisionSchema.shape.outcome,
      policyHash: bytes32,
      reasons: DecisionSchema.shape.reasons.describe(
        `list of every rule's answer: ${namesOf(RuleResultSchema)}`,
      ),
    }),
    note: 'The stage `relay` stands for both examinations',
  }),
  'transfer.refused': step('refused', { actor: SYSTEM, outcome: 'denied' }),
  'transfer.held': step('needs-exception', { actor: SYSTEM, outcome: 'denied' }),
  'transfer.excepted': act({
    actor: 'the officer',
    subject: 'transfer',
    outcome: 'success',
    detail: z.strictObject({
      exception: StoredException.describe(`amounts in smallest units: ${namesOf(StoredException)}`),
      exceptionId: id('exc'),
      keyId,
      signature,
      register,
    }),
  }),
  'transfer.queued': step('queued', { actor: BROUGHT, outcome: 'success' }),
  'transfer.entered-lane': step('simulating', { actor: BROUGHT, outcome: 'success' }),
  'simulation.recorded': act({
    actor: SYSTEM,
    subject: 'transfer',
    outcome: 'success',
    detail: z.strictObject({
      simulation: id('sim'),
      stage: z.enum(['clearance', 'relay', 'cancel']),
      revision: count,
      record: saying(bytes32, 'keccak256 of the record in RFC 8785 form'),
      register: register.exactOptional(),
    }),
    note: 'Whatever came of it. A `cancel` names the register that the Safe was read from',
  }),
  'transfer.simulated': act({
    actor: SYSTEM,
    subject: 'transfer',
    outcome: {
      member: 'verdict',
      values: { cleared: 'success', refused: 'denied', unavailable: 'failure' },
    },
    detail: z.strictObject({
      verdict: z.enum(['cleared', 'refused', 'unavailable']),
      reasons: z.array(z.string()).readonly().describe('list of text'),
    }),
    note: 'For the examination before people confirm',
  }),
  'transfer.cleared': step('awaiting-confirmation', { actor: BROUGHT, outcome: 'success' }),
  'transfer.revised': step('simulating', { actor: BROUGHT, outcome: 'success' }),
  'transfer.rekeyed': act({
    actor: 'the approver',
    subject: 'transfer',
    outcome: { member: 'matched', values: { true: 'success', false: 'denied' } },
    detail: z.strictObject({
      revision: count,
      matched: flag,
      entered: z
        .strictObject({ destinationEnding: z.string(), amount: z.string() })
        .describe('`destinationEnding` and `amount`, of a wrong entry')
        .exactOptional(),
    }),
  }),
  'transfer.answered': act({
    actor: 'the approver',
    subject: 'transfer',
    outcome: { member: 'decision', values: { confirm: 'success', reject: 'denied' } },
    detail: z.strictObject({
      decision: z.enum(['confirm', 'reject']),
      reason: saying(text, 'of a rejection'),
      revision: count,
      digest: saying(bytes32, 'what was signed'),
      keyId,
      signature,
      confirmation: id('cnf'),
      register,
    }),
  }),
  'transfer.rejected': step('rejected', { actor: 'who rejected', outcome: 'denied' }),
  'transfer.confirmed': step('confirmed', { actor: BROUGHT, outcome: 'success' }),
  'transfer.cancelled': step('cancelled', { actor: 'who cancelled, or `system`', outcome: 'success' }),
  'transfer.expired': step('expired', { actor: SYSTEM, outcome: 'failure' }),
  'transfer.relayed': step('relayed', { actor: BROUGHT, outcome: 'success' }),
  'transfer.owner-signed': act({
    actor: 'who brought it',
    subject: 'transfer',
    outcome: 'success',
    detail: z.strictObject({
      ...{ owner: address, safeTxHash: bytes32, signature: bytes, register },
      look: LastLook.describe(`the last look before it: ${namesOf(LastLook)}`).exactOptional(),
    }),
  }),
  'transfer.signed': step('signed', { actor: BROUGHT, outcome: 'success' }),
  'transfer.submitted': step('submitted', { actor: BROUGHT, outcome: 'success' }),
  'transfer.cancelling': step('cancelling', {
    actor: 'who asked for it, or `system`',
    outcome: 'success',
  }),
  'transfer.cancel-answered': act({
    actor: 'the confirmer',
    subject: 'transfer',
    outcome: { member: 'decision', values: { confirm: 'success', reject: 'denied' } },
    detail: z.strictObject({
      decision: z.enum(['confirm', 'reject']),
      reason: saying(text, 'of a refusal'),
      digest: saying(bytes32, 'what was signed'),
      keyId,
      signature,
      cancellation: id('cxl'),
      register,
    }),
  }),
  'transfer.cancel-signed': act({
    actor: 'who brought it',
    subject: 'transfer',
    outcome: 'success',
    detail: z.strictObject({ owner: address, safeTxHash: bytes32, signature: bytes, register }),
    note: 'Over the hash that burns the nonce',
  }),
  'transfer.looked': act({
    actor: SYSTEM,
    subject: 'transfer',
    outcome: { member: 'verdict', values: { stands: 'success', stopped: 'denied' } },
    detail: z.strictObject({
      verdict: z.enum(['stands', 'stopped']),
      reasons: z
        .array(z.strictObject({ code, reason: z.string() }))
        .readonly()
        .describe('list of `code` and `reason`, what no longer holds'),
    }),
    note: 'Of a relayed transfer, when it changes',
  }),
  'transaction.refused': act({
    actor: SYSTEM,
    subject: 'transfer',
    outcome: 'failure',
    detail: z.strictObject({
      transactionHash: bytes32,
      provider: saying(text, 'its name'),
      words: saying(text, "the node's own, cut"),
    }),
    note: 'A node did not take the bytes that the relayer signed',
  }),
  'transaction.gas-disputed': act({
    actor: SYSTEM,
    subject: 'transfer',
    outcome: 'success',
    detail: z.strictObject({
      transactionHash: bytes32,
      estimates: z
        .array(z.strictObject({ provider: z.string(), gas: z.string().nullable() }))
        .readonly()
        .describe('list of `provider`, its name, and `gas`, decimal, null if it says that the call fails'),
    }),
    note: 'The providers are a quarter apart about the gas of what the relayer signed',
  }),
  'transfer.executed': step('executed', { actor: BROUGHT, outcome: 'success' }),
  'transfer.settled': step('settled', { actor: BROUGHT, outcome: 'success' }),
  'transfer.mismatched': step('mismatched', { actor: SYSTEM, outcome: 'failure' }),
  'transfer.superseded': step('superseded', { actor: SYSTEM, outcome: 'failure' }),
} as const;
