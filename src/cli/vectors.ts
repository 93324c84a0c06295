import { type Inspection, type Judgement, type World, inspect } from '../domain/transfers/inspect.js';
import { type ForeignForm, NO_DIGESTS, inspectForm } from '../domain/transfers/foreign/inspect-form.js';
import { signaturesFault } from '../domain/transfers/signatures-fault.js';
import {
  type JsonObject,
  address,
  bytes,
  bytes32,
  list,
  member,
  object,
  optional,
  smallNumber,
  text,
  uint,
} from './reading/fields.js';
import { isAccepted, refusingUnreadable } from './reading/judge-input.js';
import type { LosslessJson } from './reading/read-json.js';
import { formOf } from './reading/forms/read-form.js';
import { worldOf } from './reading/read-world.js';

/** The result of one test vector. */
export interface VectorResult {
  readonly id: string;
  readonly verdict: string;
  readonly code: string;
  readonly reason: string;
  readonly isMatch: boolean;
  /** The expected verdict and code, as text. */
  readonly owed: string;
}

/** Runs every case of a file in the attack corpus's format through the service's own inspection. */
export async function runVectors(json: LosslessJson, foreignWorld?: World): Promise<readonly VectorResult[]> {
  const file = object(json);
  const world = foreignWorld ?? worldOf(file);
  const cases = (name: string) => (optional(file, name, list) ?? []).map(object);
  const [historic, plain, signed] = [cases('historic'), cases('safeTx'), cases('signatures')];
  const subjects = new Map<string, () => Subject>([
    ...historic.map((each) => [idOf(each), () => historicSubject(each, world)] as const),
    ...plain.map((each) => [idOf(each), () => ({ form: formOf(each), world })] as const),
  ]);
  const results: VectorResult[] = [];
  for (const each of [...historic, ...plain]) {
    results.push(resultOf(each, await refusingUnreadable(() => inspectSubject(subjects.get(idOf(each))))));
  }
  for (const each of signed) {
    results.push(resultOf(each, await refusingUnreadable(() => inspectSigned(each, subjects, world))));
  }
  return results;
}

interface Subject {
  readonly form: ForeignForm;
  readonly world: World;
}

function idOf(vector: JsonObject): string {
  return member(vector, 'id', text);
}

/** A historic case has a Safe of its own. Nothing is known about it beyond what the case says. */
function historicSubject(vector: JsonObject, world: World): Subject {
  const own: World = {
    ...world,
    safe: member(vector, 'safe', address),
    chainId: member(vector, 'chainId', smallNumber),
    version: member(vector, 'version', text),
    nonce: optional(vector, 'onchainNonce', uint) ?? null,
    owners: optional(vector, 'owners', list)?.map(address) ?? null,
    threshold: optional(vector, 'threshold', smallNumber) ?? null,
    safeFault: null,
  };
  return { form: formOf(vector), world: own };
}

async function inspectSubject(subject: (() => Subject) | undefined): Promise<Inspection> {
  if (!subject) throw new TypeError('the case is not there');
  const { form, world } = subject();
  return inspectForm(form, world);
}

/** A signature case names the case whose transaction was signed. Without that name only the hash can be checked. */
async function inspectSigned(
  vector: JsonObject,
  subjects: ReadonlyMap<string, () => Subject>,
  world: World,
): Promise<Inspection> {
  const subject = subjects.get(optional(vector, 'forCase', text) ?? '')?.();
  const signatures = member(vector, 'signatures', bytes);
  const eip712Digest = member(vector, 'safeTxHash', bytes32);
  if (subject) {
    const { form } = subject;
    if (!('transaction' in form)) return inspectForm(form, subject.world);
    return inspect({ ...form, given: { ...form.given, eip712Digest }, signatures }, subject.world);
  }
  const fault = await signaturesFault({ signatures }, eip712Digest, world);
  const judgement: Judgement = fault
    ? { verdict: fault.verdict, ...fault.refusal }
    : { verdict: 'ACCEPT', code: null, reason: 'the signatures are those of owners, over this hash' };
  const notChecked = ['the transaction that was signed'];
  return { ...judgement, digests: NO_DIGESTS, notChecked, fields: null, wouldDo: [], remarks: [] };
}

function resultOf(vector: JsonObject, inspection: Inspection): VectorResult {
  const expected = member(vector, 'expect', object);
  const owed = { verdict: member(expected, 'verdict', text), code: optional(expected, 'code', text) ?? '' };
  const { verdict, reason } = inspection;
  const got = { id: idOf(vector), verdict, code: inspection.code ?? '', reason };
  return { ...got, owed: `${owed.verdict} ${owed.code}`.trim(), isMatch: isMatch(got, owed) };
}

const BATCH_CODE = /^(MULTISEND_|BATCH_|OP_DELEGATECALL$)/;

function isMatch(
  got: { id: string; verdict: string; code: string },
  owed: { verdict: string; code: string },
): boolean {
  if (got.verdict !== owed.verdict) return false;
  if (got.code === owed.code) return true;
  // Sluice sends no batches, so a refusal that names the batch or its delegatecall is right, whichever code it has.
  if (got.id.startsWith('MS-') && got.verdict === 'REFUSE') return BATCH_CODE.test(got.code);
  // A case may expect a refusal without naming the code.
  return owed.code === '' && !isAccepted(got as Pick<Inspection, 'verdict'>);
}
