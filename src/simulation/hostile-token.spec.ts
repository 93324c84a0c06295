import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { type Hex, concat, encodeAbiParameters, isHex, keccak256 } from 'viem';
import { z } from 'zod';
import { factsOf, movementOf, providersOf, serviceOf, tokenAsset } from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import type { Erc20Asset } from '../domain/assets/asset.js';
import { mappingAt } from '../domain/assets/balance-layout.js';
import { addressFromHex } from '../domain/values/address.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import type { SimulationOutcome } from './simulation.service.js';

// One token with a switch: what THREATS B07, B10 and B05 describe, and an approval and a counter in passing.
const SOURCE = `
pragma solidity 0.8.37;
interface Hook { function tokensReceived() external; }
contract HostileToken {
  mapping(address => uint256) public balanceOf;
  mapping(address => mapping(address => uint256)) public allowance;
  uint256 public counter;
  uint256 immutable mode;
  event Transfer(address indexed from, address indexed to, uint256 value);
  constructor(address holder, uint256 mode_) { balanceOf[holder] = 1e12; mode = mode_; }
  function transfer(address to, uint256 value) external returns (bool) {
    if (mode == 1) return false;
    if (mode == 9) revert("paused");
    require(mode != 10 || to == address(this), "recipient is blocked");
    if (mode == 2) { emit Transfer(msg.sender, to, value); return true; }
    uint256 fee = mode == 3 ? value / 100 : 0;
    balanceOf[msg.sender] -= value;
    balanceOf[to] += value - fee - (mode == 11 ? 1 : 0);
    if (fee > 0) balanceOf[address(0xfee)] += fee;
    if (mode == 4) counter += 1;
    if (mode == 5) allowance[msg.sender][address(0xbad)] = type(uint256).max;
    if (mode == 6) to.call("");
    if (mode == 7) emit Transfer(msg.sender, address(0xbad), 1);
    if (mode == 8) new HostileCounter();
    emit Transfer(msg.sender, to, value);
    return true;
  }
}
contract HostileCounter { uint256 public x = 1; }`;

const Output = z.object({
  contracts: z.object({
    'Token.sol': z.object({
      HostileToken: z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) }),
    }),
  }),
});

function compile(): Hex {
  const solc = z
    .object({ compile: z.custom<(input: string) => string>((value) => typeof value === 'function') })
    .parse(createRequire(import.meta.url)('solc'));
  const input = {
    language: 'Solidity',
    sources: { 'Token.sol': { content: SOURCE } },
    settings: { outputSelection: { '*': { HostileToken: ['evm.bytecode.object'] } } },
  };
  const output = Output.parse(JSON.parse(solc.compile(JSON.stringify(input))));
  return `0x${output.contracts['Token.sol'].HostileToken.evm.bytecode.object}`;
}

let chain: FreshChain;
let creation: Hex;

beforeAll(async () => {
  chain = await freshChain();
  creation = compile();
});
afterAll(async () => {
  await chain.stop();
});

async function deploy(mode: number): Promise<Erc20Asset> {
  const args = encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [chain.safe, BigInt(mode)]);
  const hash = await chain.client.sendTransaction({ data: concat([creation, args]) });
  const { contractAddress } = await chain.client.waitForTransactionReceipt({ hash });
  const address = addressFromHex(contractAddress ?? '');
  const code = await chain.client.getCode({ address });
  if (!isHex(code)) throw new Error('the hostile token was not deployed');
  return { ...tokenAsset(chain), address, codeHash: parseBytes32(keccak256(code)), balances: mappingAt(0) };
}

async function simulate(mode: number): Promise<SimulationOutcome> {
  const asset = await deploy(mode);
  const providers = providersOf(chain);
  const reading = await new SafeReader(providers).readProfile(addressFromHex(chain.safe), 'all');
  const facts = factsOf(reading, movementOf(asset, 1_000n), chain.relayer.address);
  return serviceOf(providers).simulate(facts);
}

describe('invariant 5: a hostile token', () => {
  it('invariant 5: the same token without malice passes', async () => {
    expect((await simulate(0)).judgement).toMatchObject({ verdict: 'agreed' });
  });

  it.each([
    [1, 'returns false and moves nothing (B10)', 'DELTA_MISMATCH', /^missing: .* changes by \+1000 units/],
    [2, 'logs a transfer and moves nothing (G09)', 'DELTA_MISMATCH', /^missing: .* changes by -1000 units/],
    [3, 'takes a fee (B07)', 'DELTA_MISMATCH', /^unexpected: .* changes by \+990 units/],
    [
      11,
      'loses a unit to rounding, as shares do (B08)',
      'DELTA_MISMATCH',
      /^unexpected: .* changes by \+999 units/,
    ],
    [9, 'is paused (B09)', 'SIM_REVERT', /reverts: paused|GS013/],
    [10, 'blocks the recipient (B09)', 'SIM_REVERT', /reverts: recipient is blocked|GS013/],
    [4, 'writes a slot more', 'UNEXPECTED_STATE_DIFF', /^unexpected: writes 0x/],
    [5, 'plants an allowance (B01)', 'UNEXPECTED_STATE_DIFF', /^unexpected: writes 0x/],
    [6, 'calls the recipient (B05)', 'UNEXPECTED_CALL', /^unexpected: CALL from/],
    [7, 'logs a transfer more', 'UNEXPECTED_LOG', /^unexpected: log of/],
    [8, 'creates a contract', 'UNEXPECTED_CODE_CHANGE', /^unexpected: the code of/],
  ])('invariant 5: mode %d: a token that %s is refused', async (mode, _what, code, reason) => {
    const { judgement } = await simulate(mode);
    expect(judgement).toMatchObject({ verdict: 'refused', code });
    if (judgement.verdict !== 'refused') throw new Error('not refused');
    expect(judgement.reasons).toContainEqual(expect.stringMatching(reason));
  });
});
