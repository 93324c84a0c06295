import { createHash } from 'node:crypto';
import { type Hex, hashDomain, hashStruct, keccak256, stringToBytes } from 'viem';
import { leafNode } from '../../src/domain/audit-log/merkle.js';
import { readAct } from '../../src/domain/changes/act.js';
import { changeDigest, changeHash } from '../../src/domain/changes/change.js';
import { foundingObjects } from '../../src/domain/register/found.js';
import {
  type Cancellation,
  burnWords,
  cancellationStatement,
} from '../../src/domain/confirmations/cancellation-statement.js';
import { type Clearance, clearanceStatement } from '../../src/domain/confirmations/clearance.js';
import { clearedIn } from '../../src/domain/evidence/case.js';
import { exceptionStatement } from '../../src/domain/exceptions/policy-exception.js';
import { StoredException } from '../../src/domain/exceptions/stored-exception.js';
import { approvedHashSlot } from '../../src/domain/safes/storage-layout.js';
import { type Statement, statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import { headerHash } from '../../src/domain/simulation/header.js';
import { RecordedExecution, RecordedHeader } from '../../src/domain/simulation/recorded-run.js';
import { StoredIntent, intentStatement } from '../../src/domain/transfers/intent.js';
import { buildCancel } from '../../src/domain/transfers/safe-transaction.js';
import { parseTransferWords } from '../../src/domain/transfers/transfer-words.js';
import { calldataDigest, safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { type Json, canonicalHash, canonicalJson } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { bundleText, recordedBundle } from '../vectors/evidence-bundle.js';

const bundle = recordedBundle();

/** One value of the worked example in docs/evidence-bundle.md. */
interface ExampleRow {
  readonly name: string;
  readonly value: string;
  /** What it is made of, for whoever compares. */
  readonly of: string;
}

/** Of a list in the recorded bundle that has at least one. */
function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('the recorded bundle has none of these');
  return first;
}

/** The parts of the recorded bundle that people signed. */
export function recorded() {
  const intent = StoredIntent.parse(bundle.transfer.intent);
  const { revision, cleared: stored } = firstOf(bundle.clearances);
  const cleared = clearedIn({ cleared: stored });
  const act = readAct(canonicalJson(firstOf(bundle.acts)));
  if (!cleared || act?.act !== 'found') throw new Error('the recorded bundle cannot be read');
  const { words, safeTxHash, effectsDigest, policyHash, exceptions, nonce } = cleared;
  const clearance: Clearance = {
    ...{ revision, words, safeTxHash, effectsDigest, policyHash, exceptions },
    ...{ chainId: intent.chainId, safe: intent.safe, expiresAt: intent.expiresAt },
    transferId: parseId('tr', bundle.transfer.id),
    intentHash: parseBytes32(bundle.transfer.intentHash),
  };
  const simulation = firstOf(bundle.simulations);
  const record = simulation.record as { execution: Json; judgement: { effects: Json } };
  const execution = RecordedExecution.parse(record.execution);
  const installation = parseBytes32(bundle.installation.id);
  const { safe: address, chainId } = intent;
  return {
    ...{ intent, clearance, nonce, execution, record },
    exception: StoredException.parse(firstOf(bundle.exceptions).exception),
    ...{ change: act.change, answer: firstOf(act.answers) },
    transaction: execution.transaction,
    destination: { chainId, address, label: 'Hot', owner: 'Desk' },
    terms: { installation, challenge: installation, expiresAt: unixSeconds(0) },
  };
}

/** The hashes on the way to a statement's digest. */
function statementRows(name: string, statement: Statement, part: string): readonly ExampleRow[] {
  const types = statementJson(statement)['types'] as Record<string, { name: string; type: string }[]>;
  const { primaryType, message } = statement;
  const data = { ...message } as Record<string, unknown>;
  return [
    {
      name: `${name}, hashStruct`,
      value: hashStruct({ data, primaryType, types }),
      of: `\`${primaryType}\` of ${part}`,
    },
    { name: `${name}, digest`, value: statementDigest(statement), of: 'domain separator and hashStruct' },
  ];
}

function domainOf(statement: Statement): Hex {
  const types = statementJson(statement)['types'] as Record<string, { name: string; type: string }[]>;
  return hashDomain({ domain: { ...statement.domain }, types });
}

function registerRows(): readonly ExampleRow[] {
  const { change, answer } = recorded();
  const founding = canonicalJson((firstOf(bundle.acts) as { change: Json }).change);
  const { chainId } = bundle.installation;
  let head: string = bundle.installation.id;
  const heads = bundle.acts.map((act, at): ExampleRow => {
    head = canonicalHash({ act, head });
    return {
      name: `head(${String(at + 1)})`,
      value: head,
      of: `\`/acts/${String(at)}\` and the head before`,
    };
  });
  return [
    {
      name: 'founding digest',
      value: changeHash(change),
      of: `keccak of the JCS of \`/acts/0/change\`, ${String(Buffer.byteLength(founding))} bytes`,
    },
    ...heads,
    {
      name: 'version of the policy',
      value: canonicalHash({ change: change.id, kind: 'policy', subject: 'policy' }),
      of: '`hash` of the founded policy, the `base` of its next change',
    },
    { name: 'content of the founding', value: canonicalHash(change.content), of: '`/acts/0/change/content`' },
    {
      name: 'first founder, digest',
      value: changeDigest(change, answer, { chainId, id: null }),
      of: '`Change` of `/acts/0/change` and `/acts/0/answers/0`',
    },
  ];
}

function transactionRows(): readonly ExampleRow[] {
  const { intent, transaction, execution, record } = recorded();
  const { domainHash, messageHash, digest } = safeTxDigests(transaction, intent.chainId, intent.safe);
  const effects = canonicalJson(record.judgement.effects);
  const owner = firstOf(execution.owners);
  return [
    { name: 'Safe domain separator', value: domainHash, of: "the Safe's own domain" },
    { name: 'SafeTx, hashStruct', value: messageHash, of: '`SafeTx`, built from the intent' },
    { name: 'safeTxHash', value: digest, of: 'the two before' },
    {
      name: 'calldata digest',
      value: calldataDigest(transaction.data),
      of: 'the length as a word, and the data',
    },
    {
      name: 'effects digest',
      value: keccak256(stringToBytes(effects)),
      of: `JCS of the expected effects, ${String(effects.length)} bytes`,
    },
    {
      name: 'first override',
      value: approvedHashSlot(owner, digest),
      of: `the slot of ${owner} in \`/simulations/0/record/overrides/0\``,
    },
    {
      name: 'record of the simulation',
      value: canonicalHash(firstOf(bundle.simulations).record),
      of: '`/simulations/0/record`',
    },
  ];
}

function logRows(): readonly ExampleRow[] {
  const { canonical, index } = firstOf(bundle.log.entries);
  const bytes = Buffer.from(canonical);
  const [, size = '', root = ''] = bundle.log.checkpoint.split('\n');
  return [
    {
      name: 'leaf hash',
      value: `0x${Buffer.from(leafNode(bytes)).toString('hex')}`,
      of: `0x00 and \`/log/entries/0/canonical\`, ${String(bytes.length)} bytes, entry ${index}`,
    },
    {
      name: 'root of the log',
      value: `0x${Buffer.from(root, 'base64').toString('hex')}`,
      of: `the checkpoint's, of ${size} entries`,
    },
  ];
}

function executionRows(): readonly ExampleRow[] {
  const { execution } = bundle;
  if (!execution?.inBlock) throw new Error('the recorded transfer is not proven in its block');
  const { header, index, receipt } = execution.inBlock;
  return [
    {
      name: 'header hash',
      value: headerHash(RecordedHeader.parse(header)),
      of: '`/execution/inBlock/header`',
    },
    {
      name: 'root of the receipts',
      value: keccak256(firstOf(receipt.proof) as Hex),
      of: `keccak of \`/execution/inBlock/receipt/proof/0\`, for the index ${String(index)}`,
    },
  ];
}

function policyInForce(): string {
  const { objects } = foundingObjects(recorded().change);
  const policy = objects.find(({ kind }) => kind === 'policy');
  if (!policy) throw new Error('the recorded register has no policy');
  return canonicalHash(policy.content);
}

/** As if the recorded transfer had been cancelled. */
export function exampleCancellation(): Cancellation {
  const { intent, clearance, nonce } = recorded();
  const { chainId, safe, transferId, revision, words, safeTxHash, expiresAt } = clearance;
  const label = parseTransferWords(words)?.safe.label ?? '';
  return {
    ...{ chainId, safe, transferId, revision, nonce, expiresAt, cancelledSafeTxHash: safeTxHash },
    words: burnWords({ nonce, safe: { label, address: safe }, transferId, words }),
    cancelSafeTxHash: safeTxDigests(buildCancel(safe, nonce), intent.chainId, safe).digest,
    effectsDigest: parseBytes32(canonicalHash({})),
  };
}

/** The worked example, computed from the recorded bundle by the domain's own code. */
export function exampleRows(): readonly ExampleRow[] {
  const { intent, clearance, exception } = recorded();
  const asked = intentStatement(intent);
  const facts = firstOf(bundle.decisions).facts;
  const sha256 = createHash('sha256').update(bundleText).digest('hex');
  return [
    {
      name: 'file',
      value: `0x${sha256}`,
      of: `SHA-256 of its ${String(Buffer.byteLength(bundleText))} bytes`,
    },
    ...logRows(),
    ...registerRows(),
    { name: 'domain separator', value: domainOf(asked), of: '`Sluice`, `1`, the chain, the Safe' },
    ...statementRows('intent', asked, '`/transfer/intent`'),
    ...statementRows('exception', exceptionStatement(exception), '`/exceptions/0/exception`'),
    { name: 'facts', value: canonicalHash(facts), of: '`/decisions/0/facts`' },
    { name: 'policy hash', value: policyInForce(), of: 'the content of `policy` in `/acts/0`' },
    ...transactionRows(),
    ...statementRows(
      'clearance',
      clearanceStatement(clearance, { decision: 'confirm', reason: '' }),
      '`/clearances/0/cleared`, confirmed',
    ),
    ...statementRows(
      'cancellation',
      cancellationStatement(exampleCancellation(), { decision: 'confirm', reason: '' }),
      'a cancel of this transfer, confirmed, that expires with its intent; its effects digest is `hash({})`',
    ),
    ...executionRows(),
  ];
}
