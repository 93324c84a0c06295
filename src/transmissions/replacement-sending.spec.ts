import { describe, expect, it } from '@jest/globals';
import { KeyTurns } from './key-turns.js';
import { ReplacementSending } from './replacement-sending.js';

const BYTES = { rawTransaction: '0x02', said: {}, signedAtBlock: 1n, sentAtBlock: 1n, versions: 1 };

/** What is handed out when a void is wanted, with a Safe whose nonce is at 7 and a transfer at that or the one before. */
async function handedFor(turn: object, { nonce, isCapped }: { nonce: bigint; isCapped: boolean }) {
  const handed: unknown[] = [];
  const turns = new KeyTurns(
    { safeNonce: () => Promise.resolve(7n) } as never,
    {} as never,
    { find: () => Promise.resolve({ address: '0x' }) } as never,
  );
  const drafted = { flight: { ...BYTES, purpose: 'void', transactionHash: 'new' } };
  const sending = new ReplacementSending(
    { relayerFeeCap: 1n } as never,
    {} as never,
    { draft: () => Promise.resolve(isCapped ? undefined : drafted) } as never,
    { void: () => Promise.resolve() } as never,
    {
      hand: (flight: { transactionHash: string }) => {
        handed.push(flight.transactionHash);
        return Promise.resolve(flight);
      },
    } as never,
    turns,
  );
  const transfer = { intent: { safeId: 'safe_1' }, evidence: { cleared: { nonce } } };
  const going = { concerned: {}, safe: {}, turn: { block: { number: 2n }, ...turn } };
  const words = await sending.void(transfer as never, going as never);
  return { handed, words };
}

describe(ReplacementSending.name, () => {
  it('takes back a payment only as long as the nonce of its Safe is unused', async () => {
    const own = { ...BYTES, purpose: 'execute', transactionHash: 'own' };
    expect((await handedFor({ own }, { nonce: 7n, isCapped: false })).handed).toEqual(['new']);
    expect(await handedFor({ own }, { nonce: 6n, isCapped: false })).toEqual({
      handed: [],
      words: undefined,
    });
  });

  it('hands out what others have left once a block where the cap allows no more, unless that was to pay somebody', async () => {
    const left = { ...BYTES, purpose: 'void', transactionHash: 'left' };
    expect((await handedFor({ left }, { nonce: 7n, isCapped: true })).handed).toEqual(['left']);
    const handed = { left: { ...left, sentAtBlock: 2n } };
    expect((await handedFor(handed, { nonce: 7n, isCapped: true })).handed).toEqual([]);
    const payment = { left: { ...left, purpose: 'execute' } };
    expect((await handedFor(payment, { nonce: 7n, isCapped: true })).handed).toEqual([]);
  });
});
