import { afterAll, describe, expect, it } from '@jest/globals';
import { Folder, sluice } from '../../test/builders/sluice-command.js';
import { bundleText, recordedBundle, recordedRoots } from '../../test/vectors/evidence-bundle.js';
import { printVerifierKey } from '../domain/audit-log/verifier-key.js';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const { founding, chainId, logKey } = recordedRoots();
const roots = ['--founding', founding, '--chain', String(chainId), '--log-key', printVerifierKey(logKey)];
const verify = (content: string, ...options: readonly string[]) =>
  sluice('verify', 'bundle', folder.file(content), ...options);

const STORY =
  /^[0-9.]+ ETH moved from the Safe "[^"]+" \(0x[0-9a-fA-F]{40}\) to "[^"]+" \(0x[0-9a-fA-F]{40}\): Tessa asked for it at \S+Z, Clara and Carlos excepted it from eth-per-transfer up to 80 ETH, \w+( and \w+)? confirmed it, the owners? \w+ \(0x[0-9a-fA-F]{40}\).* signed it; it settled at \S+Z, in the transaction 0x[0-9a-f]{64}\.$/m;

describe('sluice verify bundle', () => {
  it('invariant 18: says line by line what it has proved of a transfer that was played through', async () => {
    const { out, exit } = await verify(bundleText, ...roots);
    expect(exit).toBe(0);
    expect(out).toMatch(STORY);
    for (const check of ['register', 'intent', 'decision', 'effects', 'confirmations', 'owners', 'log'])
      expect(out).toMatch(new RegExp(`^proved      ${check} `, 'm'));
    expect(out).toContain('It holds, against the founding and the key of the log that you gave.');
  });

  it('invariant 18: without roots from elsewhere calls it no proof', async () => {
    const { out, exit } = await verify(bundleText);
    expect(exit).toBe(4);
    expect(out).toMatch(/^NOT PROVEN, the file says so: \S+ ETH moved /);
    expect(out).toMatch(/It agrees with itself\. .* somebody may have made all of it up\.$/);
    expect(out).toContain('not proved');
  });

  it('invariant 6: passes with both roots only: one of them proves nothing', async () => {
    for (const some of [roots.slice(0, 2), roots.slice(2, 4), roots.slice(4, 6), roots.slice(0, 4)]) {
      expect(await verify(bundleText, ...some)).toMatchObject({ passed: false });
      const { out, passed } = await verify(bundleText, ...some, '--json');
      expect([passed, JSON.parse(out)]).toEqual([
        false,
        expect.objectContaining({ holds: true, isRooted: false }),
      ]);
    }
    expect(await verify(bundleText, ...roots.slice(0, 2), ...roots.slice(4, 6))).toMatchObject({
      passed: true,
    });
  });

  it('invariant 18: refuses another amount, another founding and another text', async () => {
    const { confirmations } = recordedBundle();
    const signature = JSON.stringify(confirmations[0]?.signature);
    const changed = bundleText.replace(signature, JSON.stringify(confirmations[1]?.signature));
    expect(changed).not.toBe(bundleText);
    for (const [content, options] of [
      [changed, roots],
      [bundleText, ['--founding', `0x${'11'.repeat(32)}`]],
      [bundleText, ['--chain', '1']],
      [` ${bundleText}`, roots],
      ['{}\n', roots],
    ] as const) {
      const { out, exit } = await verify(content, ...options);
      expect(exit).toBe(3);
      expect(out).toMatch(/^NOT PROVEN: nothing is said of what moved\.\n\n/);
      expect(out).toContain('FAILED');
      const { out: json } = await verify(content, ...options, '--json');
      expect(JSON.parse(json)).toMatchObject({ holds: false, proven: false, story: null });
    }
  });

  it('prints the same as JSON', async () => {
    const { out } = await verify(bundleText, ...roots, '--json');
    const { transfer } = recordedBundle();
    expect(JSON.parse(out)).toMatchObject({
      ...{ holds: true, isRooted: true, proven: true },
      story: {
        ...{ transfer: transfer.id, state: 'settled', sentence: expect.stringMatching(STORY) },
        amount: { units: transfer.intent.amount, symbol: 'ETH' },
        destination: { label: expect.any(String), address: transfer.intent.destination },
        requester: { id: transfer.intent.requesterId, name: 'Tessa' },
        settledAt: expect.stringMatching(/Z$/),
      },
    });
  });

  it('takes what cannot be read of the roots for wrong usage', async () => {
    await expect(verify(bundleText, '--founding', '0x12')).rejects.toMatchObject({ exitCode: 2 });
    await expect(verify(bundleText, '--log-key', 'log')).rejects.toMatchObject({ exitCode: 2 });
  });
});
