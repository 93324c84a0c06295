import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Abi, type Hex, concat, encodeAbiParameters } from 'viem';
import { z } from 'zod';
import { type Address, addressFromHex } from '../src/domain/values/address.js';
import type { FreshChain } from './world.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const Output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).optional(),
  contracts: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        abi: z.custom<Abi>((value) => Array.isArray(value)),
        evm: z.object({ bytecode: z.object({ object: z.string() }) }),
      }),
    ),
  ),
});

export interface CompiledContract {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

/** Compiles contracts/test/<file>.sol with the sources of the packages it imports. */
export function compileTestContracts(file: string): (name: string) => CompiledContract {
  const solc = z
    .object({ compile: z.custom<Compile>((value) => typeof value === 'function') })
    .parse(createRequire(import.meta.url)('solc'));
  const source = `contracts/test/${file}.sol`;
  const input = {
    language: 'Solidity',
    sources: { [source]: { content: readFileSync(`${root}${source}`, 'utf8') } },
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { [source]: { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const read = (path: string) => ({ contents: readFileSync(`${root}node_modules/${path}`, 'utf8') });
  const { contracts, errors = [] } = Output.parse(
    JSON.parse(solc.compile(JSON.stringify(input), { import: read })),
  );
  const faults = errors.filter((each) => each.severity === 'error').map((each) => each.formattedMessage);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return (name) => {
    const found = contracts[source]?.[name];
    if (!found) throw new Error(`${source} has no contract ${name}`);
    return { abi: found.abi, bytecode: `0x${found.evm.bytecode.object}` };
  };
}

type Compile = (input: string, callbacks: { import: (path: string) => { contents: string } }) => string;

/** Deploys a contract by the chain's deployer. */
export async function deployContract(
  chain: FreshChain,
  { abi, bytecode }: CompiledContract,
  args: readonly unknown[] = [],
): Promise<Address> {
  const constructor = abi.find((each) => each.type === 'constructor');
  const data = concat([bytecode, encodeAbiParameters(constructor?.inputs ?? [], args)]);
  const hash = await chain.client.sendTransaction({ data });
  const { status, contractAddress } = await chain.client.waitForTransactionReceipt({ hash });
  if (status !== 'success' || !contractAddress) throw new Error('the deployment of a test contract failed');
  return addressFromHex(contractAddress);
}
