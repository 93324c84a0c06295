import { Injectable } from '@nestjs/common';
import { type Hex, concat, encodeFunctionData, numberToHex, parseAbi, size } from 'viem';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { Providers } from './providers.js';
import { Word } from './rpc-answers.js';

const abi = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)']);

// EIP-1271's answer as exactly one word: a contract that echoes its input answers with more bytes.
const MAGIC: Hex = `0x1626ba7e${'00'.repeat(28)}`;

/** Asks contract wallets (EIP-1271) at one block, as all providers agree. */
@Injectable()
export class ContractWallets {
  constructor(private readonly providers: Providers) {}

  /**
   * Whether the wallet's code accepts a signature over a digest. Reverting, or answering with anything but EIP-1271's
   * word, is a no.
   * @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE
   */
  async takes(wallet: Address, digest: Bytes32, signature: Hex, block: AgreedBlock): Promise<boolean> {
    const question = encodeFunctionData({ abi, functionName: 'isValidSignature', args: [digest, signature] });
    const params = [{ data: asking(wallet, question) }, { blockHash: block.hash }];
    const answer = await this.providers.agreed((provider) => provider.request('eth_call', params, Word));
    return BigInt(answer) === 1n;
  }
}

/**
 * Creation code that calls the wallet and returns 1 if it answered with the one right word, else 0. In a direct call a
 * revert would be a provider's error, with another code at each provider.
 */
function asking(wallet: Address, question: Hex): Hex {
  const length = numberToHex(size(question), { size: 2 });
  const code = (offset: number): Hex =>
    concat([
      // codecopy(0, offset, length)
      ...(['0x61', length, '0x61', numberToHex(offset, { size: 2 }), '0x600039'] as const),
      // staticcall(gas, wallet, 0, length, 0, 32)
      ...(['0x6020600061', length, '0x600073', wallet, '0x5afa'] as const),
      // and(success, eq(returndatasize, 32))
      '0x3d60201416',
      // and(that, eq(mload(0), MAGIC))
      ...(['0x6000517f', MAGIC, '0x1416'] as const),
      // mstore(0, that); return(0, 32)
      '0x60005260206000f3',
    ]);
  return concat([code(size(code(0))), question]);
}
