import { afterAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modulesOf, readCode } from '../../test/builders/qr-reader.js';
import { Folder, sluice } from '../../test/builders/sluice-command.js';
import { bundleText, recordedRoots } from '../../test/vectors/evidence-bundle.js';
import { recordedRequest, requestRoots, requestText } from '../../test/vectors/signature-request.js';
import { logSigner, vkeyOf } from '../../test/builders/witnessed-log.js';
import { printVerifierKey } from '../domain/audit-log/verifier-key.js';
import { printBundle } from '../domain/evidence/bundle.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

function optionsOf({ founding, chainId, logKey }: ReturnType<typeof requestRoots>): readonly string[] {
  return ['--founding', founding, '--chain', String(chainId), '--log-key', printVerifierKey(logKey)];
}

const roots = optionsOf(requestRoots());
const bundle = recordedRequest();
const verify = (content: string, ...options: readonly string[]) =>
  sluice('verify', 'request', folder.file(content), ...options);

let count = 0;
function newCard(): string {
  count += 1;
  return join(folder.path, `card-${String(count)}.pdf`);
}

/** A digest, a code, or what it is read from: something that a signature could be given by. */
const SIGNABLE = /0x[0-9a-fA-F]{64}|sluice-request:|█|Domain Hash +0x|"message"/;
const NOTHING = { request: null, qr: null };

const OTHER_HASH = `0x${'ab'.repeat(32)}`;

/** As Bybit's owners were shown one transaction and signed another: `to` everywhere, and the operation. */
const HOSTILE = '0x96221423681A6d52E184D440a8eFCEbB105C7242';
const typedData = bundle.safeTransaction?.typedData as { message: { to: string } };
const tampered: readonly (readonly [string, string])[] = [
  ['another token', requestText.replaceAll(typedData.message.to, HOSTILE)],
  ['another destination', requestText.replaceAll(bundle.transfer.intent.destination, HOSTILE)],
  ['another amount', requestText.replaceAll('"30000250000"', '"90000250000"')],
  ['another nonce', requestText.replaceAll('"nonce":"0"', '"nonce":"1"')],
  ['a DELEGATECALL', requestText.replaceAll('"operation":0', '"operation":1')],
  [
    'another Message Hash',
    requestText.replace(bundle.safeTransaction?.digests.messageHash ?? '', OTHER_HASH),
  ],
  ['not one byte as it was', requestText.replace('{"acts"', '{ "acts"')],
];

describe('sluice verify request', () => {
  it('invariant 18: proves it line by line, then says it in the words and hashes of the device', async () => {
    const { out, passed } = await verify(requestText, ...roots);
    expect(passed).toBe(true);
    for (const check of ['register', 'intent', 'decision', 'confirmations', 'log', 'request'])
      expect(out).toMatch(new RegExp(`^proved      ${check} `, 'm'));
    const { digests } = bundle.safeTransaction ?? {};
    expect(out).toContain(`  Domain Hash      ${digests?.domainHash ?? ''}`);
    expect(out).toContain(`  Message Hash     ${digests?.messageHash ?? ''}`);
    expect(out).toContain(`  EIP-712 Digest   ${digests?.eip712Digest ?? ''}`);
    expect(out).toMatch(/^Send 30000\.25 sUSD /m);
    expect(out).toMatch(/^ {2}Confirmed by +Ada, treasury, with the key 0x[0-9a-fA-F]{40}$/m);
    expect(out).toMatch(/Sign only if your device shows exactly this\.$/);
  });

  it('invariant 6: without both roots it is not proven, and there is no card and no code', async () => {
    for (const some of [[], roots.slice(0, 2), roots.slice(2, 4), roots.slice(4, 6), roots.slice(0, 4)]) {
      const card = newCard();
      const { out, exit } = await verify(requestText, ...some, '--qr', '--card', card);
      expect([exit, existsSync(card)]).toEqual([4, false]);
      expect(out).toMatch(/^NOT PROVEN\. .* Do not sign by it\.$/);
      expect(out).not.toMatch(SIGNABLE);
      const { out: json } = await verify(requestText, ...some, '--json');
      expect(JSON.parse(json)).toMatchObject({ holds: true, isRooted: false, proven: false, ...NOTHING });
      expect(json).not.toMatch(SIGNABLE);
    }
  });

  it.each(tampered)('invariant 18: refuses %s, and shows nothing of it', async (_what, content) => {
    expect(content).not.toBe(requestText);
    const card = newCard();
    const { out, exit } = await verify(content, ...roots, '--qr', '--card', card);
    expect([exit, existsSync(card)]).toEqual([3, false]);
    expect(out.split('\n').slice(0, -2)).not.toContainEqual(expect.not.stringMatching(/^FAILED /));
    expect(out).toMatch(/^FAILED /);
    expect(out).toMatch(/It does not hold\. Sign nothing, and tell the others\.$/);
    expect(out).not.toMatch(SIGNABLE);
    const { out: json } = await verify(content, ...roots, '--json');
    expect(JSON.parse(json)).toMatchObject({ holds: false, proven: false, ...NOTHING });
    expect(json).not.toMatch(SIGNABLE);
  });

  it('invariant 18: refuses it for another founding, another chain and another log', async () => {
    const otherLog = vkeyOf(logSigner);
    for (const other of [
      ['--founding', OTHER_HASH, ...roots.slice(2)],
      [...roots.slice(0, 2), '--chain', '1', ...roots.slice(4)],
      [...roots.slice(0, 4), '--log-key', otherLog],
    ]) {
      const { out, passed } = await verify(requestText, ...other);
      expect([passed, out.includes('FAILED')]).toEqual([false, true]);
    }
  });

  it('invariant 12: has nothing to sign of a transfer that has ended', async () => {
    const { out, passed } = await verify(bundleText, ...optionsOf(recordedRoots()));
    expect(passed).toBe(false);
    expect(out).toContain('there is nothing to sign: the transfer is settled');
  });

  it('invariant 14: asks nobody for a signature who is no owner', async () => {
    const [card, other] = [newCard(), newCard()];
    const { out, passed } = await verify(requestText, ...roots, '--owner', HOSTILE, '--card', card);
    expect([passed, existsSync(card)]).toEqual([false, false]);
    expect(out).toContain(`${HOSTILE} is no owner of the Safe`);
    const otto = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
    expect(await verify(requestText, ...roots, '--owner', otto, '--card', other)).toMatchObject({
      passed: true,
    });
    expect(existsSync(other)).toBe(true);
    for (const wrong of [otto.toLowerCase(), '0x12', 'Otto'])
      await expect(verify(requestText, ...roots, '--owner', wrong)).rejects.toMatchObject({ exitCode: 2 });
  });

  it('shows a code that scans as the text under it', async () => {
    const { out } = await verify(requestText, ...roots, '--qr');
    const lines = out.split('\n');
    const [first, last] = [lines.findIndex(isCode), lines.findLastIndex(isCode)];
    const read = readCode(modulesOf(lines.slice(first, last + 1).join('\n')));
    expect(read).toBe(lines[last + 1]);
    expect(read).toContain(`&digest=${bundle.safeTransaction?.digests.eip712Digest ?? ''}`);
  });

  it('writes a card to a new file only', async () => {
    const card = newCard();
    const { passed } = await verify(requestText, ...roots, '--card', card);
    expect(passed).toBe(true);
    const written = readFileSync(card);
    expect(written.subarray(0, 5).toString()).toBe('%PDF-');
    writeFileSync(card, 'mine');
    await expect(verify(requestText, ...roots, '--card', card)).rejects.toMatchObject({ exitCode: 2 });
    expect(readFileSync(card, 'utf8')).toBe('mine');

    const link = newCard();
    symlinkSync(join(folder.path, 'nowhere'), link);
    await expect(verify(requestText, ...roots, '--card', link)).rejects.toMatchObject({ exitCode: 2 });
    expect(existsSync(join(folder.path, 'nowhere'))).toBe(false);
    const missing = join(folder.path, 'no-such-folder', 'card.pdf');
    await expect(verify(requestText, ...roots, '--card', missing)).rejects.toMatchObject({ exitCode: 2 });
  });

  it('prints the same as JSON', async () => {
    const { out, passed } = await verify(requestText, ...roots, '--json');
    expect(passed).toBe(true);
    expect(JSON.parse(out)).toMatchObject({
      ...{ holds: true, isRooted: true, proven: true },
      request: { digests: bundle.safeTransaction?.digests, nonce: '0', operation: 'CALL' },
      qr: expect.stringMatching(/^sluice-request:1\?chain=31337&safe=0x/),
    });
  });

  it('shows nothing of typed data alone, which proves nothing', async () => {
    const { typedData: data, digests } = bundle.safeTransaction ?? {};
    for (const content of [JSON.stringify({ typedData: data, digests }), JSON.stringify(data)]) {
      const { out, exit } = await verify(content, ...roots);
      expect(exit).toBe(4);
      expect(out).toMatch(/^NOT PROVEN: this is typed data without evidence/);
      const { out: json, exit: asJson } = await verify(content, ...roots, '--json');
      expect(asJson).toBe(4);
      expect(JSON.parse(json)).toMatchObject({ holds: false, proven: false, ...NOTHING });
      for (const said of [out, json]) expect(said).not.toMatch(SIGNABLE);
    }
    const wrong = { typedData: data, digests: { ...digests, eip712Digest: OTHER_HASH } };
    const { out, exit } = await verify(JSON.stringify(wrong), ...roots);
    expect([exit, out.startsWith('FREEZE HASH_MISMATCH')]).toEqual([3, true]);
  });

  it('takes what cannot be read of the roots for wrong usage', async () => {
    await expect(verify(requestText, '--founding', '0x12')).rejects.toMatchObject({ exitCode: 2 });
    await expect(verify(requestText, '--log-key', 'log')).rejects.toMatchObject({ exitCode: 2 });
    await expect(verify(requestText, '--chain', 'one')).rejects.toMatchObject({ exitCode: 2 });
  });

  it('takes a bundle with typed data beside it for no bundle', async () => {
    const both = `${JSON.stringify({ ...bundle, typedData: bundle.safeTransaction?.typedData })}\n`;
    expect(printBundle(bundle)).toBe(requestText);
    expect(await verify(both, ...roots)).toMatchObject({ passed: false });
  });
});

function isCode(line: string): boolean {
  return /^[█▀▄ ]{20,}$/.test(line);
}
