import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { type Address as EvmAddress, getContractAddress, keccak256, padHex } from 'viem';
import { z } from 'zod';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { isCallbackHandler, isCompatibilityHandler, isReleasedContract } from './known-deployments.js';

const require = createRequire(import.meta.url);
const code = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]+$/)]);
const Artifact = z.object({ bytecode: code, deployedBytecode: code });

/** The Safe team's own factory ("eip155", and canonical since 1.4.1), and the one that 1.3.0 called canonical. */
const SAFE_FACTORY = '0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7';
const FIRST_FACTORY = '0x4e59b44847b379578588920cA78FbF26c0B4956C';

const PACKAGES = {
  '1.3.0': '@gnosis.pm/safe-contracts',
  '1.4.1': '@safe-global/safe-contracts',
  '1.5.0': '@safe-global/safe-smart-account',
} as const;

type Release = readonly [version: keyof typeof PACKAGES, name: string, factories: readonly EvmAddress[]];

/** Where the published bytecode goes by CREATE2, and what its code hashes to. */
function deployments([version, name, factories]: Release) {
  const path = `${PACKAGES[version]}/build/artifacts/contracts/handler/${name}.sol/${name}.json`;
  const { bytecode, deployedBytecode } = Artifact.parse(require(path));
  const codeHash = parseBytes32(keccak256(deployedBytecode));
  return factories.map((from) => {
    const salt = padHex('0x', { size: 32 });
    return {
      address: addressFromHex(getContractAddress({ opcode: 'CREATE2', from, salt, bytecode })),
      codeHash,
    };
  });
}

const CALLBACK: readonly Release[] = [
  ['1.3.0', 'DefaultCallbackHandler', [FIRST_FACTORY, SAFE_FACTORY]],
  ['1.4.1', 'TokenCallbackHandler', [SAFE_FACTORY]],
  ['1.5.0', 'TokenCallbackHandler', [SAFE_FACTORY]],
];
const COMPATIBILITY: readonly Release[] = [
  ['1.3.0', 'CompatibilityFallbackHandler', [FIRST_FACTORY, SAFE_FACTORY]],
  ['1.4.1', 'CompatibilityFallbackHandler', [SAFE_FACTORY]],
  ['1.5.0', 'CompatibilityFallbackHandler', [SAFE_FACTORY]],
];

describe('fallback handlers', () => {
  it.each(CALLBACK)('invariant 15: %s %s is the published bytecode at its address', (...release) => {
    for (const { address, codeHash } of deployments(release)) {
      expect(isCallbackHandler(address, codeHash)).toBe(true);
      expect(isCompatibilityHandler(address, codeHash)).toBe(false);
      expect(isReleasedContract(address)).toBe(true);
    }
  });

  it.each(COMPATIBILITY)('invariant 15: %s %s is the published bytecode at its address', (...release) => {
    for (const { address, codeHash } of deployments(release)) {
      expect(isCompatibilityHandler(address, codeHash)).toBe(true);
      expect(isCallbackHandler(address, codeHash)).toBe(false);
    }
  });

  it('invariant 15: the code of one at the address of another is none', () => {
    const all = [...CALLBACK, ...COMPATIBILITY].flatMap(deployments);
    for (const { address } of all) {
      const foreign = all.filter(
        (each) => each.codeHash !== all.find((one) => one.address === address)?.codeHash,
      );
      for (const { codeHash } of foreign) {
        expect(isCallbackHandler(address, codeHash) || isCompatibilityHandler(address, codeHash)).toBe(false);
      }
    }
  });

  it('are in the list of deployments of the Safe team, where it lists one', () => {
    const listed = z
      .object({
        deployments: z.object({ canonical: z.object({ address: z.string(), codeHash: z.string() }) }),
      })
      .parse(require('@safe-global/safe-deployments/dist/assets/v1.5.0/token_callback_handler.json'));
    expect(deployments(['1.5.0', 'TokenCallbackHandler', [SAFE_FACTORY]])).toEqual([
      listed.deployments.canonical,
    ]);
  });
});
