import { DomainError, refusal } from '../../../domain/errors.js';
import type { ForeignForm, NamedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import type { Proposal, SafeFault } from '../../../domain/transfers/inspect.js';
import type { ProposedSafeTransaction } from '../../../domain/transfers/safe-transaction.js';
import { type JsonObject, anyUint, isObject, member, object as objectOf, uint } from '../fields.js';
import type { LosslessJson } from '../read-json.js';
import { claimsOf } from '../form-fields/claims.js';
import { isTypedData } from '../form-fields/field-names.js';
import { type Place, placeName } from './places.js';
import { contradiction, isOperation, safeTxFields } from '../form-fields/safe-tx-fields.js';
import { signaturesOf } from './signatures.js';
import { statedEffectsOf } from './stated.js';
import { typedDataForm } from './typed-data.js';

/**
 * The one transaction of a file, with everything that the file says about it. Two that differ are refused: each reader
 * would believe another one.
 */
export function transactionForm(places: readonly Place[]): ForeignForm {
  const full = places.filter(({ kind }) => kind !== 'partial');
  const main = full.find(({ kind }) => kind === 'typed-data') ?? full[0];
  if (!main) throw new DomainError('BODY_SCHEMA', 'it holds no transaction');
  const objects = objectsAround(full);
  const isService = objects.some(isOfService);
  const number = isService ? anyUint : uint;
  const form = main.kind === 'typed-data' ? typedDataForm(main.object) : plainForm(main.object, number);
  const besides = places.filter((each) => each !== main);
  if (!('transaction' in form)) return besides.length === 0 ? form : twoForms(main, besides[0] ?? main, form);
  const other = otherTransaction(form.transaction, { main, besides, number });
  if (other) return other;
  return withClaims(form, objects);
}

function plainForm(fields: JsonObject, number: typeof uint): Proposal {
  const isOld = fields['dataGas'] !== undefined && fields['baseGas'] === undefined;
  const remarks = isOld
    ? ['dataGas is the name that baseGas had before Safe 1.0.0: it is read as baseGas']
    : [];
  return { transaction: safeTxFields(fields, number), remarks };
}

interface Beside {
  readonly main: Place;
  readonly besides: readonly Place[];
  readonly number: typeof uint;
}

function otherTransaction(
  transaction: ProposedSafeTransaction,
  { main, besides, number }: Beside,
): NamedForm | undefined {
  // An object around that says a single field says it about this transaction.
  const holders = main.kind === 'typed-data' ? [...main.around, main.object] : main.around;
  const around = holders.map((object) => ({ kind: 'partial', object, around: [], at: '' }) as const);
  for (const each of [...besides, ...around]) {
    const differs =
      each.kind === 'typed-data' ? isOtherTypedData(each, main) : differingField(each, transaction, number);
    if (differs !== undefined) return twoForms(main, each, undefined, differs);
  }
  return undefined;
}

/** Typed data is the main statement, so that another of it must be the same to the letter. */
function isOtherTypedData(each: Place, main: Place): string | undefined {
  return JSON.stringify(each.object) === JSON.stringify(main.object) ? undefined : 'typed data';
}

function differingField(
  { kind, object, around }: Place,
  transaction: ProposedSafeTransaction,
  number: typeof uint,
): string | undefined {
  const scalars = Object.fromEntries(
    Object.entries(object).filter(([name, value]) => !isObject(value) && !isOtherOperation(name, value)),
  ) as JsonObject;
  const stated = kind === 'partial' ? scalars : object;
  const read = around.some(isOfService) || isOfService(object) ? anyUint : number;
  return contradiction(stated, transaction, read);
}

/** Custodians call what they are asked for an operation, too ("TYPED_MESSAGE"). */
function isOtherOperation(name: string, value: LosslessJson): boolean {
  return name === 'operation' && typeof value === 'string' && !isOperation(value);
}

function twoForms(main: Place, other: Place, form?: NamedForm, differs?: string): NamedForm {
  const why = differs === undefined ? '' : `; they differ in ${differs}`;
  const reason = `it holds two transactions, one ${placeName(main)} and one ${placeName(other)}${why}: another reader may take the other one`;
  const calls = [main, other].flatMap(callAt);
  return namedForm(refusal('BODY_SCHEMA', reason), { calls, ...(form && { digests: form.digests }) });
}

/** What stands at a place, as far as it can be read: it is refused already, and this only shows why it matters. */
function callAt({ kind, object }: Place): readonly ProposedSafeTransaction[] {
  try {
    const fields = kind === 'typed-data' ? member(object, 'message', objectOf) : object;
    return [safeTxFields(fields, anyUint)];
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}

function withClaims(form: Proposal, objects: readonly JsonObject[]): Proposal {
  const { claim, given, faults } = claimsOf(objects);
  return {
    ...form,
    ...agreed(form, claim),
    given,
    ...signaturesOf(objects),
    stated: statedEffectsOf(objects),
    formFaults: [...(form.formFaults ?? []), ...disagreements(form, claim), ...faults],
  };
}

/** What the typed data's own domain says is what is signed. */
function agreed(form: Proposal, claim: ReturnType<typeof claimsOf>['claim']) {
  return {
    safe: form.safe ?? claim.safe,
    chainId: form.chainId ?? claim.chainId,
    version: form.version ?? claim.version,
  };
}

function disagreements(form: Proposal, claim: ReturnType<typeof claimsOf>['claim']): readonly SafeFault[] {
  const faults: SafeFault[] = [];
  if (form.safe !== undefined && claim.safe !== undefined && form.safe !== claim.safe) {
    const reason = `what is signed is for the Safe ${form.safe}, and beside it stands ${claim.safe}`;
    faults.push({ verdict: 'REFUSE', refusal: refusal('SAFE_MISMATCH', reason) });
  }
  if (form.chainId !== undefined && claim.chainId !== undefined && form.chainId !== claim.chainId) {
    const reason = `what is signed is for chain ${String(form.chainId)}, and beside it stands ${String(claim.chainId)}`;
    faults.push({ verdict: 'REFUSE', refusal: refusal('CHAIN_MISMATCH', reason) });
  }
  return faults;
}

// Objects that speak of something else under the same names.
const NOT_CLAIMS = new Set([
  ...['message', 'types', 'dataDecoded', 'decodedData', 'txInfo', 'txData', 'signatures'],
  ...['safeAppInfo', 'gasTokenInfo', 'tokenInfo', 'signature', 'safe', 'detailedExecutionInfo'],
]);

/** The domain of typed data is read with it; beside plain fields it says for which Safe they are. */
function isNoClaim(name: string, holder: JsonObject): boolean {
  return NOT_CLAIMS.has(name) || (name === 'domain' && isTypedData(holder));
}

/** The transaction's own object, those around it, and those that stand directly in these. */
function objectsAround(places: readonly Place[]): readonly JsonObject[] {
  const own = new Set(places.flatMap(({ object, around }) => [...around, object]));
  const beside = [...own].flatMap((object) =>
    Object.entries(object).flatMap(([name, value]) =>
      isObject(value) && !isNoClaim(name, object) && !own.has(value) ? [withoutVersion(value, name)] : [],
    ),
  );
  return [...own, ...beside];
}

/** "version" is everybody's word: only of the Safe's own object is it the Safe's. */
function withoutVersion(object: JsonObject, name: string): JsonObject {
  if (/^safe/i.test(name)) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'version'));
}

/** Safe's services write numbers of any size as JSON numbers. */
function isOfService(object: JsonObject): boolean {
  return 'contractTransactionHash' in object || 'submissionDate' in object || 'isExecuted' in object;
}
