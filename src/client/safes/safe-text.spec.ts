import { describe, expect, it } from '@jest/globals';
import { newId } from '../../infra/database/new-id.js';
import { ExposureView } from '../../safe-api/safes.contract.js';
import { SafeDetail } from '../../safe-api/safe-detail.contract.js';
import { safeText } from './safe-text.js';

const [id, transfer, at] = [newId('safe'), newId('tr'), '2026-11-22T08:30:00Z'];
const asset = { id: newId('ast'), symbol: 'ETH', decimals: 18, address: `0x${'00'.repeat(20)}` };
const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const pinned = { chainId: 1, proxyCodeHash: '0x', singleton: '0x', singletonCodeHash: '0x' };
const handlers = { guard: '0x', moduleGuard: '0x', fallbackHandler: '0x', fallbackHandlerCodeHash: '0x' };
const worst = { asset, amount: '11', amountUnits: '11000000000000000000' };
const seen = {
  ...{ enforcement: 'advisory', gaps: ['HANDLER_SIGNS'], nonce: '7', lookedAt: at, ageSeconds: 2 },
  guard: { pinned: '0x', actual: '0x', asPinned: true },
  balances: [
    { asset, amount: '989', amountUnits: '989', usd: { value: '2967000.00', source: 'policy', at } },
    { asset: { ...asset, symbol: 'sUSD' }, amount: null, amountUnits: null, usd: null },
  ],
  block: { number: '19', hash: '0x', at },
  profileCheck: { ok: false, at, drift: [{ field: 'threshold', expected: '3', actual: '1' }] },
  unavailable: null,
};
const unseen = {
  ...{ enforcement: null, gaps: null, nonce: null, lookedAt: null, ageSeconds: null, guard: null },
  ...{ balances: null, block: null, profileCheck: null },
  unavailable: { code: 'RPC_DISAGREE', reason: 'two providers answer differently' },
};

function text(sight: object, frozen: object | null = null): string {
  const safe = SafeDetail.parse({
    ...{ id, label: 'Cold 1', chainId: 1, address: owner, profileHash: '0x', onboardedAt: at, frozen },
    profile: { ...pinned, ...handlers, address: owner, owners: [owner], threshold: 1, modules: [] },
    exposure: { worstCases: [worst], liveHashes: 1, executableByAnyone: true },
    lane: { holder: transfer, state: 'relayed', queued: 2 },
    ...sight,
  });
  const hash = {
    ...{ transfer, kind: 'original', safeTxHash: '0x', nonce: '7', asset, amount: '11' },
    ...{ amountUnits: '11', destination: { id: newId('dst'), address: owner } },
    signatures: { have: 1, threshold: 1, owners: [owner] },
    ...{ executableByAnyone: true, attestation: 'none', since: at, cancel: 'none' },
  };
  return safeText(
    safe,
    ExposureView.parse({ safe: id, safeLabel: 'Cold 1', liveHashes: [hash], worstCases: [worst] }),
  );
}

describe(safeText.name, () => {
  it('shows balances, nonce, owners, checks and exposure', () => {
    const shown = text(seen);
    expect(shown).toMatch(/^Next nonce +7$/m);
    expect(shown).toMatch(/^Balance +989 ETH, about \$2967000\.00$/m);
    expect(shown).toMatch(/^Balance +sUSD could not be read$/m);
    expect(shown).toMatch(/^As pinned +NO\n +threshold: 1, pinned is 3$/m);
    expect(shown).toMatch(/^Owners +1 of 1 sign\n +0xf39F/m);
    expect(shown).toMatch(/^Lane +tr_\S+, relayed; 2 wait for it$/m);
    expect(shown).toMatch(/^Exposed +11 ETH\n +nonce 7: 11 ETH by tr_.*ANYBODY can execute it$/m);
    expect(shown).not.toContain('FROZEN');
  });

  it('says that the chain cannot be read, and nothing that was seen before', () => {
    const shown = text(unseen);
    expect(shown).toMatch(/^Chain +cannot be read: RPC_DISAGREE: two providers/m);
    expect(shown).not.toMatch(/Next nonce|Balance|As pinned/);
  });

  it('says that it is frozen, and by how many freezes', () => {
    const frozen = { id: newId('frz'), scope: 'all', code: 'SAFE_FROZEN', reason: 'x', at, standing: 2 };
    expect(text(seen, frozen)).toMatch(
      /^FROZEN +2026-11-22T08:30:00Z: SAFE_FROZEN: x .*\n +2 freezes stand/m,
    );
  });
});
