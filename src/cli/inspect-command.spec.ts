import { afterAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { type Hex, encodeFunctionData } from 'viem';
import { z } from 'zod';
import { Folder, caseOf as find, rawAttacks as attacks, sluice } from '../../test/builders/sluice-command.js';
import { EXEC_TRANSACTION_ABI } from '../domain/transfers/exec-calldata.js';
import { SAFE_TX_FIELDS } from '../domain/transfers/safe-tx-hash.js';

const Answer = z.object({
  verdict: z.string(),
  code: z.string().nullable(),
  reason: z.string(),
  digests: z.record(z.string(), z.string().nullable()),
  notChecked: z.array(z.string()),
});

const good = find(attacks.safeTx, 'OK-01');
const signed = find(attacks.signatures, 'SG-00').signatures as Hex;
const folder = new Folder();
const fileOf = (content: unknown) => folder.file(content);
const world = () => fileOf(attacks.world);

afterAll(() => {
  folder.remove();
});

async function answerOf(content: unknown, ...options: readonly string[]) {
  const { out, passed } = await sluice('inspect', fileOf(content), '--json', ...options);
  return { ...Answer.parse(JSON.parse(out)), passed };
}

describe('sluice inspect', () => {
  it('accepts what Sluice could have built, with the digests by their names', async () => {
    const { out, passed } = await sluice('inspect', fileOf(good.tx), '--world', world());
    expect(passed).toBe(true);
    expect(out).toMatch(/^ACCEPT\n/);
    for (const name of ['Domain Hash', 'Message Hash', 'EIP-712 Digest', 'Calldata Digest']) {
      expect(out).toMatch(new RegExp(`^${name} +0x[0-9a-f]{64}$`, 'm'));
    }
    expect(out).toContain('Not checked:');
  });

  it('invariant 6: accepts nothing without a world, and says what it does not know', async () => {
    const answer = await answerOf(good.tx);
    expect(answer).toMatchObject({ verdict: 'HOLD', code: 'WORLD_UNAVAILABLE', passed: false });
    expect(answer.digests).toMatchObject({ eip712Digest: null, calldataDigest: good['calldataDigest'] });
    expect(answer.notChecked).toContain('whether the destination is allowed');
  });

  it("refuses Bybit's transaction without any world, and says what it hides", async () => {
    const { tx } = find(attacks.historic, 'H-BYBIT-MAL');
    const answer = await answerOf(tx);
    expect(answer).toMatchObject({ verdict: 'REFUSE', code: 'OP_DELEGATECALL', passed: false });
    expect(answer.reason).toContain('0xbDd077f651EBe7f7b3cE16fe5F2b025BE2969516');
  });

  it('invariant 14: verifies each confirmation of a Safe Transaction Service object', async () => {
    const shown = find(attacks.historic, 'H-BYBIT-BENIGN');
    const rows = z.array(z.object({ owner: z.string(), sig: z.string() })).parse(shown['signatures']);
    const { tx, safeTxHash } = shown;
    const service = {
      ...tx,
      data: null,
      gasToken: null,
      safe: shown['safe'],
      contractTransactionHash: safeTxHash,
      safeTxHash,
      submissionDate: '2025-02-21T05:42:39Z',
      confirmations: rows.map(({ owner, sig }) => ({ owner, signature: sig, signatureType: 'ETH_SIGN' })),
    };
    const options = ['--chain', '1', '--safe-version', '1.1.1'];
    expect(await answerOf(service, ...options)).toMatchObject({
      verdict: 'FREEZE',
      code: 'SIG_MISMATCH',
      digests: { eip712Digest: safeTxHash },
    });
  });

  it('reads a large number of the service by its digits, and refuses one in its own format', async () => {
    const text = JSON.stringify({
      ...good.tx,
      safe: attacks.world.safe,
      isExecuted: false,
      safeTxHash: good['safeTxHash'],
    });
    const digits = text
      .replace('"value":"0"', '"value":9007199254740993')
      .replace(`"to":"${String(good.tx['to'])}"`, '"to":"0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334"')
      .replace(/"data":"0x[0-9a-f]+"/, '"data":"0x"')
      .replace(/,"safeTxHash":"0x[0-9a-f]+"/, '');
    expect(await answerOf(digits, '--world', world())).toMatchObject({
      verdict: 'ACCEPT',
      reason: expect.stringContaining('0.009007199254740993') as unknown,
    });
    const own = digits.replace(',"isExecuted":false', '');
    expect(await answerOf(own, '--world', world())).toMatchObject({ verdict: 'REFUSE', code: 'BODY_SCHEMA' });
  });

  it('freezes on a hash that is not that of the fields', async () => {
    const swapped = { ...good.tx, safeTxHash: find(attacks.safeTx, 'OK-02')['safeTxHash'] };
    expect(await answerOf(swapped, '--world', world())).toMatchObject({
      verdict: 'FREEZE',
      code: 'HASH_MISMATCH',
    });
    const two = { ...good.tx, safeTxHash: good['safeTxHash'], contractTransactionHash: swapped.safeTxHash };
    expect(await answerOf(two, '--world', world())).toMatchObject({
      verdict: 'FREEZE',
      code: 'HASH_MISMATCH',
    });
  });

  it('reads calldata of execTransaction, with the nonce of the world and the signatures inside', async () => {
    const { to, data } = z.object({ to: z.string(), data: z.string() }).parse(good.tx);
    const zero = '0x0000000000000000000000000000000000000000';
    const calldata = (signatures: Hex) =>
      encodeFunctionData({
        abi: EXEC_TRANSACTION_ABI,
        args: [to as Hex, 0n, data as Hex, 0, 0n, 0n, 0n, zero, zero, signatures],
      });
    expect(await answerOf(calldata(signed), '--world', world())).toMatchObject({
      verdict: 'ACCEPT',
      digests: { eip712Digest: good['safeTxHash'] },
    });
    expect(await answerOf(calldata(`${signed}00`), '--world', world())).toMatchObject({ code: 'SIG_LENGTH' });
    expect(await answerOf(`${calldata(signed)}00`, '--world', world())).toMatchObject({
      code: 'CALLDATA_NOT_CANONICAL',
    });
    expect(await answerOf(calldata(signed))).toMatchObject({
      code: 'WORLD_UNAVAILABLE',
      notChecked: expect.arrayContaining(['whether the signatures are over this transaction']) as unknown,
    });
  });

  it('reads EIP-712 typed data, and refuses messages that are no Safe transaction', async () => {
    const domain = { chainId: 1, verifyingContract: attacks.world.safe };
    const typed = { types: { SafeTx: SAFE_TX_FIELDS }, primaryType: 'SafeTx', domain, message: good.tx };
    expect(await answerOf(typed, '--world', world())).toMatchObject({ verdict: 'ACCEPT' });
    const elsewhere = { ...typed, domain: { ...domain, chainId: 137 } };
    expect(await answerOf({ typedData: elsewhere }, '--world', world())).toMatchObject({
      code: 'CHAIN_MISMATCH',
    });
    const message = { ...typed, primaryType: 'SafeMessage', message: { message: '0x' } };
    expect(await answerOf(message, '--world', world())).toMatchObject({ code: 'MESSAGE_SIGNING' });
  });

  it.each([
    ['a key twice', '{"to":"0x00","to":"0x01"}', 'BODY_DUPLICATE_KEY'],
    ['no JSON', '{to}', 'BODY_NOT_JSON'],
    ['a missing field', '{"to":"0x0000000000000000000000000000000000000001"}', 'BODY_SCHEMA'],
    ['half a byte', '0x6a7', 'BODY_SCHEMA'],
    [
      'a wrong checksum',
      JSON.stringify({ ...good.tx, to: '0xF3A9C1D4E5b60718293A4b5c6D7E8F9001122334' }),
      'ADDRESS_FORMAT',
    ],
    ['an operation beyond a byte', JSON.stringify({ ...good.tx, operation: 256 }), 'OP_UNKNOWN'],
    ['a depth bomb', '['.repeat(100_000), 'BODY_TOO_DEEP'],
  ])('invariant 6: refuses %s', async (_name, text, code) => {
    expect(await answerOf(text, '--world', world())).toMatchObject({
      verdict: 'REFUSE',
      code,
      passed: false,
    });
  });

  it('invariant 15: freezes where the world itself names a Safe that cannot be trusted', async () => {
    const module = '0xBaD0000000000000000000000000000000000001';
    const tainted = fileOf({ ...attacks.world, pinned: { modules: [module] } });
    expect(await answerOf(good.tx, '--world', tainted)).toMatchObject({
      verdict: 'FREEZE',
      code: 'SAFE_STATE_DRIFT',
    });
  });

  it('names people by the world, and counts the owners that would be left', async () => {
    const { tx } = find(attacks.safeTx, 'SC-03');
    const { data } = z.object({ data: z.string() }).parse(tx);
    const removed = `0x${data.slice(2 + 8 + 64 + 24, 2 + 8 + 128)}`;
    const named = fileOf({ ...attacks.world, names: { [removed]: 'Ada' } });
    const { out } = await sluice('inspect', fileOf(tx), '--world', named);
    expect(out).toMatch(
      /^ {2}1 {2}Removes Ada \(0x[0-9A-Fa-f]{40}\) .*then \d of 4 must sign \(now 3 of 5\)\.$/m,
    );
  });

  it('holds what goes to an entry that cools off or has expired', async () => {
    const [entry] = attacks.world.allowlist;
    const at = (term: object) =>
      fileOf({ ...attacks.world, now: '2026-11-22T08:30:00Z', allowlist: [{ ...entry, ...term }] });
    const early = at({ validFrom: '2026-11-23T00:00:00Z' });
    expect(await answerOf(good.tx, '--world', early)).toMatchObject({
      verdict: 'HOLD',
      code: 'DEST_COOLING_OFF',
    });
    const late = at({ expiresAt: 1_600_000_000 });
    expect(await answerOf(good.tx, '--world', late)).toMatchObject({
      verdict: 'HOLD',
      code: 'ENTRY_EXPIRED',
    });
  });

  it.each([
    [['inspect']],
    [['inspect', 'a', '--vectors', 'b']],
    [['inspect', '-', '--what']],
    [['inspect', '-', '--chain', 'abc']],
    [['inspect', '-', '--nonce', '-1']],
    [['inspect', '-', '--safe', '0x12']],
  ])('says how it is used after %j', async (args) => {
    await expect(sluice(...args)).rejects.toMatchObject({ name: 'CommanderError' });
  });

  it('tells a file that cannot be read from a transaction that is refused', async () => {
    await expect(sluice('inspect', join(folder.path, 'nothing'))).rejects.toMatchObject({
      name: 'UnreadableFile',
    });
  });

  it('says of an address what to bring instead', async () => {
    const { out } = await sluice('inspect', folder.file(attacks.world.safe));
    expect(out).toMatch(/this is an address, not a transaction: bring the Safe transaction as JSON/);
  });
});

describe('sluice hash', () => {
  it('prints the digests alone', async () => {
    const { out } = await sluice(
      'hash',
      fileOf(good.tx),
      '--chain',
      '1',
      '--safe',
      attacks.world.safe,
      '--json',
    );
    expect(JSON.parse(out)).toEqual({
      domainHash: good['domainHash'],
      messageHash: good['structHash'],
      eip712Digest: good['safeTxHash'],
      calldataDigest: good['calldataDigest'],
    });
  });

  it('has none without chain and Safe', async () => {
    await expect(sluice('hash', fileOf(good.tx))).rejects.toMatchObject({ code: 'BODY_SCHEMA' });
  });
});
