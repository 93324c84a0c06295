import type { DestinationView } from '../../src/address-book/destinations.contract.js';
import { clearanceStatement, clearanceText } from '../../src/domain/confirmations/clearance.js';
import { canonicalHash } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import type { PersonView } from '../../src/identity/identity.contract.js';
import type { PolicyDetail } from '../../src/policies/policies.contract.js';
import type { ClearanceView } from '../../src/transfer-api/views/transfers.contract.js';
import { type Known, unseenClearance } from '../../console/signing/checks/clearance-checks.js';
import type { WholeTransfer } from '../../console/signing/checks/intent-checks.js';
import { aPolicyDocument } from '../builders/policy.js';
import { people, clearedTransfer } from './cleared-transfer.js';

/** Everything that a page has asked for when somebody is about to answer. */
export interface Answers {
  readonly transfer: WholeTransfer;
  readonly clearance: ClearanceView;
  readonly known: Known;
  readonly person: PersonView;
}

/** Answers that fit together, with a real policy behind its hash. */
export async function fittingAnswers(amount = '4'): Promise<Answers> {
  const document = aPolicyDocument();
  const hash = parseBytes32(canonicalHash(document));
  const { shown, clearance: confirm } = await clearedTransfer(amount, undefined, hash);
  const transfer = shown as unknown as WholeTransfer;
  const unseen = unseenClearance(transfer);
  if (!unseen) throw new Error('it is not cleared');
  const cleared = { ...unseen, words: transfer.words ?? '' };
  const reject = clearanceStatement(cleared, { decision: 'reject', reason: 'no' });
  const clearance = {
    ...{ revision: 1, require: [], masked: false, rekeying: null, words: transfer.words },
    ...{ text: clearanceText(cleared), confirm, mayAnswer: true, because: null },
    reject: { typedData: statementJson(reject), digest: statementDigest(reject) },
  } as unknown as ClearanceView;
  const { destination } = transfer;
  const entry = { ...destination, chainId: 31337 } as unknown as DestinationView;
  const policy = { version: 1, hash, name: 'Treasury', activeFrom: '', document } as unknown as PolicyDetail;
  const [person] = people.data;
  return {
    ...{ transfer, clearance, known: { chainId: 31337, entry, policy } },
    person: person as unknown as PersonView,
  };
}
