import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeFunctionData, keccak256 } from 'viem';
import { providersOf } from '../../test/simulated-transfer.js';
import { type CompiledContract, compileTestContracts, deployContract } from '../../test/test-contracts.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import { OPENZEPPELIN_ERC20_BASE } from '../domain/assets/balance-layout.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { TokenReader } from '../infra/chain/token-reader.js';
import { codeAt } from '../../sandbox/sandbox-client.js';
import { TokenChecks } from './token-checks.js';

let chain: FreshChain;
let contractOf: (name: string) => CompiledContract;
let implementation: Address;
let proxy: Address;

beforeAll(async () => {
  chain = await freshChain();
  contractOf = compileTestContracts('Tokens');
  implementation = await deployContract(chain, contractOf('NamespacedUsd'));
  const { abi } = contractOf('NamespacedUsd');
  const start = encodeFunctionData({ abi, functionName: 'start', args: [chain.safe] });
  proxy = await deployContract(chain, contractOf('Eip1967Token'), [implementation, start]);
});
afterAll(async () => {
  await chain.stop();
});

async function hashAt(address: Address): Promise<Bytes32> {
  return parseBytes32(keccak256(await codeAt(chain.client, address)));
}

/** Pins a token as reviewed; what is not said of it is as the chain has it. */
async function pins(
  address: Address,
  reviewed: { codeHash?: Bytes32; implementation?: { address: Address; codeHash: Bytes32 } } = {},
) {
  const providers = providersOf(chain);
  const checks = new TokenChecks(new SafeReader(providers), new TokenReader(providers));
  const block = await providers.agreedBlock('latest', 'all');
  return checks.pins({ symbol: 'TOK', address, codeHash: await hashAt(address), ...reviewed }, block);
}

describe('a token before it is pinned', () => {
  it('invariant 5: has its code, its layout and its implementation pinned, as reviewed', async () => {
    const codeHash = await hashAt(implementation);
    expect(await pins(proxy, { implementation: { address: implementation, codeHash } })).toEqual({
      codeHash: await hashAt(proxy),
      balances: { kind: 'mapping', base: OPENZEPPELIN_ERC20_BASE },
      proxy: { kind: 'eip1967', implementation, codeHash },
    });
  });

  it('THREATS B11: is refused if nobody reviewed what it runs, or other code than that', async () => {
    const refused = (...pointers: string[]) => ({
      code: 'TOKEN_CODE_CHANGED',
      faults: pointers.map((pointer) => expect.objectContaining({ pointer, code: 'TOKEN_CODE_CHANGED' })),
    });
    const codeHash = parseBytes32(keccak256('0x01'));
    await expect(pins(proxy)).rejects.toMatchObject(refused('/implementation'));
    await expect(pins(proxy, { codeHash })).rejects.toMatchObject(refused('/codeHash', '/implementation'));
    await expect(
      pins(proxy, { implementation: { address: implementation, codeHash } }),
    ).rejects.toMatchObject(refused('/implementation/codeHash'));
    const other = { address: proxy, codeHash: await hashAt(implementation) };
    await expect(pins(proxy, { implementation: other })).rejects.toMatchObject(
      refused('/implementation/address'),
    );
    const nothing = addressFromHex(`0x${'0d'.repeat(20)}`);
    await expect(pins(nothing, { codeHash })).rejects.toMatchObject(refused('/address'));
  });

  it('is told all that speaks against it at once', async () => {
    const shares = await deployContract(chain, contractOf('SharesUsd'), [chain.safe]);
    const codeHash = parseBytes32(keccak256('0x01'));
    const reviewed = { codeHash, implementation: { address: implementation, codeHash } };
    const refused = await pins(shares, reviewed).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'TOKEN_CODE_CHANGED',
      message: expect.stringMatching(/hash 0x.* is no proxy, .* keeps its balances in no way/),
      faults: [
        expect.objectContaining({ pointer: '/codeHash', code: 'TOKEN_CODE_CHANGED' }),
        expect.objectContaining({ pointer: '/implementation', code: 'TOKEN_CODE_CHANGED' }),
        expect.objectContaining({ pointer: '/address', code: 'TOKEN_NOT_PINNED' }),
      ],
    });
  });

  it('THREATS B08: is refused if its balances change by themselves', async () => {
    const shares = await deployContract(chain, contractOf('SharesUsd'), [chain.safe]);
    await expect(pins(shares)).rejects.toMatchObject({ code: 'TOKEN_NOT_PINNED' });
  });

  it('THREATS B05: is refused as an ERC-777', async () => {
    const registry = addressFromHex('0x1820a4b7618bde71dce8cdc73aab6c95905fad24');
    const everything = await deployContract(chain, contractOf('EveryInterface'));
    const token = addressFromHex(chain.token.address);
    await expect(pins(token)).resolves.toMatchObject({ proxy: null });
    await chain.client.setCode({ address: registry, bytecode: await codeAt(chain.client, everything) });
    await chain.mine(1);
    await expect(pins(token)).rejects.toMatchObject({ code: 'TOKEN_NOT_PINNED' });
  });
});
