import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type Hex, isHex } from 'viem';
import type { Environment } from '../terminal/desk.js';
import { refused } from '../terminal/failures.js';
import type { Address } from '../../domain/values/address.js';
import type { Signer } from './signer.js';

/**
 * A program of the person's own, such as one that talks to a hardware wallet. It gets what is to be signed on its
 * standard input, and answers the signature on its standard output. SLUICE_SIGN tells it which of the two it gets.
 */
export function commandSigner(command: string, address: Address | null, environment: Environment): Signer {
  const signatureBy = (kind: 'message' | 'typed-data', input: string) =>
    // The key of a service is none of its business.
    answerOf(command, input, { ...environment, SLUICE_API_KEY: undefined, SLUICE_SIGN: kind });
  return {
    ...{ what: `the command ${command}`, address },
    signMessage: (message) => signatureBy('message', message),
    signTypedData: (typedData) => signatureBy('typed-data', JSON.stringify(typedData)),
  };
}

async function answerOf(command: string, input: string, env: Environment): Promise<Hex> {
  // Node gives a child a socket, which no program can open as /dev/stdin; after `cat` it is a pipe.
  const child = spawn('/bin/sh', ['-c', 'cat | /bin/sh -c "$0"', command], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...env },
  });
  const ended = Promise.withResolvers<number | null>();
  child.once('error', ended.reject);
  child.once('close', ended.resolve);
  // It may answer without having read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [said, code] = await Promise.all([text(child.stdout), ended.promise]);
  if (code !== 0) throw refused(`the signer ended with ${String(code)}: ${command}`);
  const signature = said.trim();
  if (!isHex(signature)) throw refused(`the signer answered no signature as 0x-hex: ${command}`);
  return withRecoveryId(signature.toLowerCase() as Hex);
}

/** Some tools of hardware wallets give the parity, 0 or 1, where 27 or 28 is meant. Whose signature it is, is verified anyway. */
function withRecoveryId(signature: Hex): Hex {
  if (signature.length !== 132 || !/0[01]$/.test(signature)) return signature;
  return `${signature.slice(0, -2)}${signature.endsWith('0') ? '1b' : '1c'}` as Hex;
}
