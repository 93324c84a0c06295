import type { Command } from 'commander';
import type { Desk } from '../../terminal/desk.js';
import { misused } from '../../terminal/failures.js';
import { FOR_SCRIPTS, type ProposeOptions, propose, proposeForm } from '../drafts/proposing.js';

interface AssetOptions extends ProposeOptions {
  readonly symbol: string;
  readonly address?: string;
  readonly decimals?: string;
  readonly codeHash?: string;
  readonly implementation?: string;
  readonly implementationCodeHash?: string;
  readonly native?: boolean;
}

export function assetForm(desk: Desk): Command {
  return proposeForm('asset', 'Propose that a token, or the coin of the chain, is registered')
    .requiredOption('--symbol <symbol>', 'what it is called')
    .option('--address <address>', 'the token, with the checksum')
    .option('--decimals <number>', 'its decimals')
    .option('--code-hash <bytes32>', 'the hash of its code (EIP-1052), as it was reviewed')
    .option('--implementation <address>', 'the contract behind it, where it is a proxy')
    .option('--implementation-code-hash <bytes32>', 'the hash of that code, as it was reviewed')
    .option('--native', 'it is the coin of the chain: it needs no more')
    .addHelpText('after', EXAMPLES)
    .action((options: AssetOptions) =>
      propose(desk, options, () =>
        Promise.resolve({ kind: 'asset', subject: undefined, content: contentOf(options) }),
      ),
    );
}

const EXAMPLES = `
Example:
  sluice change propose asset --symbol USDC --address 0x… --decimals 6 --code-hash 0x… \\
    --implementation 0x… --implementation-code-hash 0x…

The hashes are those of the code that somebody has reviewed: cast keccak "$(cast code 0x…)". The gateway reads the
chain, and refuses the asset if its code is another.

${FOR_SCRIPTS}`;

function contentOf(options: AssetOptions) {
  const { symbol, address, decimals, codeHash, native } = options;
  if (native === true) return { kind: 'native', symbol };
  if (address === undefined || decimals === undefined || codeHash === undefined)
    throw misused('a token needs --address, --decimals and --code-hash');
  if (!/^(0|[1-9][0-9]?)$/.test(decimals)) throw misused(`--decimals takes a number, not ${decimals}`);
  const token = { kind: 'erc20', symbol, address, decimals: Number(decimals), codeHash };
  const { implementation, implementationCodeHash } = options;
  if ((implementation === undefined) !== (implementationCodeHash === undefined))
    throw misused('a proxy needs both --implementation and --implementation-code-hash');
  return implementation === undefined || implementationCodeHash === undefined
    ? token
    : { ...token, implementation: { address: implementation, codeHash: implementationCodeHash } };
}
