import { describe, expect, it } from '@jest/globals';
import { requestRoots, requestText } from '../../../test/vectors/signature-request.js';
import { peopleRows, requestWords } from './signer-words.js';
import { verifyRequest } from './verify-request.js';

const { request } = await verifyRequest(requestText, requestRoots());
if (!request) throw new Error('the recorded request does not hold');
const person = 'per_01890a5d-ac96-774b-bcce-b302099a8057';
const cancels = {
  ...{ askedBy: person, askedByName: 'Clara', why: 'not wanted', confirmedBy: person },
  ...{ confirmedByName: 'Amos', original: request.digests.eip712Digest, signedOriginal: [] },
};

describe(peopleRows.name, () => {
  it('says whose confirmations are of the payment, and who wants and confirmed its cancel, by name', () => {
    const rows = peopleRows({ ...request, cancels });
    expect(rows).toContainEqual({ name: 'Cancel asked by', value: 'Clara: not wanted' });
    expect(rows).toContainEqual({ name: 'Cancel confirmed by', value: 'Amos' });
    expect(rows.filter(({ name }) => name === 'Payment confirmed by')).toHaveLength(
      request.confirmers.length,
    );
    expect(rows.some(({ name }) => name === 'Confirmed by')).toBe(false);
    expect(requestWords({ ...request, cancels })).toMatch(/^ {2}Cancel confirmed by {2}Amos$/m);
  });

  it('names Sluice where it cancels by itself, and the id of whom the register does not know', () => {
    const unnamed = { ...cancels, askedBy: 'system', askedByName: null, confirmedByName: null };
    const rows = peopleRows({ ...request, cancels: unnamed });
    expect(rows).toContainEqual({ name: 'Cancel asked by', value: 'Sluice itself: not wanted' });
    expect(rows).toContainEqual({ name: 'Cancel confirmed by', value: person });
  });

  it('says "Confirmed by" of a payment that is not cancelled', () => {
    expect(peopleRows(request).filter(({ name }) => name === 'Confirmed by')).toHaveLength(
      request.confirmers.length,
    );
  });
});
