import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { AT, claraAt } from '../../../test/builders/governed-client.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import type { InboxItem } from '../../inbox/inbox.contract.js';
import { newId } from '../../infra/database/new-id.js';

const folder = new Folder();
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());
afterAll(() => {
  folder.remove();
});

const id = newId('tr');
const item = (kind: InboxItem['kind']): InboxItem => ({
  ...{ kind, subject: { kind: 'transfer', id }, masked: false, words: 'Send 4 ETH to Hot wallet 1' },
  ...{ safe: null, asset: null, destination: null, amount: null, amountUnits: null, reference: null },
  ...{ requester: null, requesterName: 'Tessa', since: AT, expiresAt: null, progress: [] },
});
const cancel = {
  ...{ transfer: id, cancellation: newId('cxl'), askedBy: 'system', why: 'asked for twice', since: AT },
  ...{ stage: 'cleared', nonce: '2', cancelledSafeTxHash: `0x${'11'.repeat(32)}`, burn: null },
  ...{ ownerSignatures: { original: 0, burn: 0, threshold: 3 }, confirmedBy: null },
  ...{ confirm: null, reject: null, mayAnswer: true, because: null },
};

async function inbox(kind: InboxItem['kind'], answer: { status?: number; json: unknown }) {
  const at = await claraAt(folder, {
    'GET /v1/inbox': () => ({ json: { data: [item(kind)], nextCursor: null } }),
    [`GET /v1/transfers/${id}/cancel`]: () => answer,
  });
  ({ stop } = at);
  return (await at.sluice(['inbox', '--person', 'Clara'])).out;
}

describe('sluice inbox', () => {
  it.each([
    ['answer-cancel', 'confirm', 'Confirm'],
    ['sign-cancel', 'sign', 'Sign'],
  ] as const)('says of %s that it is a cancel, what that burns, and why', async (kind, command, act) => {
    const out = await inbox(kind, { json: cancel });
    expect(out).toContain(`sluice ${command} ${id}`);
    expect(out).toContain(
      `${act} the CANCEL of ${id}, which burns nonce 2, moves nothing; because: asked for twice. Cancelled is: Send 4 ETH`,
    );
  });

  it('says that it is a cancel also where that has gone on in the meantime', async () => {
    const problem = {
      ...{ type: '/docs/problems', title: 'Conflict', status: 409, detail: 'it ended', instance: '/' },
      ...{ code: 'STATE_CONFLICT', requestId: 'req_1', errors: [] },
    };
    expect(await inbox('sign-cancel', { status: 409, json: problem })).toContain(
      `Sign the CANCEL of ${id}, which burns its nonce, moves nothing. Cancelled is: Send 4 ETH`,
    );
  });

  it('says of a payment what it is', async () => {
    const out = await inbox('sign', { json: cancel });
    expect(out).toContain('Send 4 ETH to Hot wallet 1 (asked by Tessa)');
    expect(out).not.toContain('CANCEL');
  });
});
