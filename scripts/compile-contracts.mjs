// node scripts/compile-contracts.mjs       compiles contracts/*.sol into contracts/artifacts/*.json, which are
//                                          committed: the sandbox must start without a compiler
// node scripts/compile-contracts.mjs NAME  prints NAME's artifact; a test compares it with the committed one
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { answerUsage } from './usage.mjs';

answerUsage(
  `Usage: npm run compile:contracts [-- NAME]

Compiles contracts/*.sol into contracts/artifacts; with a NAME, prints the artifact of contracts/NAME.sol.

Example:
  npm run --silent compile:contracts -- SandboxUsd`,
  { most: 1 },
);

// It takes a second to load.
const { default: solc } = await import('solc');

const contracts = fileURLToPath(new URL('../contracts/', import.meta.url));
const require = createRequire(import.meta.url);

// Pinned, so that a newer compiler's default cannot change the bytecode silently.
const settings = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
};

function compile(name) {
  const sources = {};
  const read = (path) => {
    const content = readFileSync(
      path === `${name}.sol` ? `${contracts}${path}` : require.resolve(path),
      'utf8',
    );
    sources[path] = createHash('sha256').update(content).digest('hex');
    return content;
  };
  const input = {
    language: 'Solidity',
    sources: { [`${name}.sol`]: { content: read(`${name}.sol`) } },
    settings: {
      ...settings,
      outputSelection: { '*': { [name]: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  };
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) }),
  );
  if (output.errors?.length) throw new Error(output.errors.map((error) => error.formattedMessage).join('\n'));
  const { abi, evm } = output.contracts[`${name}.sol`][name];
  const listed = Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    abi,
    bytecode: `0x${evm.bytecode.object}`,
    deployedBytecode: `0x${evm.deployedBytecode.object}`,
    solc: solc.version(),
    // Over every source that took part, libraries included.
    sourceHash: `0x${createHash('sha256').update(JSON.stringify(listed)).digest('hex')}`,
  };
}

const [only] = process.argv.slice(2);
if (only !== undefined) {
  process.stdout.write(JSON.stringify(compile(only)));
} else {
  mkdirSync(`${contracts}artifacts`, { recursive: true });
  for (const file of readdirSync(contracts).filter((each) => each.endsWith('.sol'))) {
    const name = file.replace(/\.sol$/, '');
    writeFileSync(`${contracts}artifacts/${name}.json`, `${JSON.stringify(compile(name), null, 2)}\n`);
    console.log(`contracts/artifacts/${name}.json`);
  }
}
