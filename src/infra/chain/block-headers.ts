import { numberToHex } from 'viem';
import { DomainError } from '../../domain/errors.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { type BlockHeader, hasGap, headerHash } from '../../domain/simulation/header.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { unixSeconds } from '../../domain/values/time.js';
import { HeaderAnswer } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

/** One provider's header does not hash to the hash beside it: a lie, unless every provider shows the very same one. */
export class UnhashableHeader extends DomainError {
  constructor(
    provider: string,
    readonly shown: { readonly hash: Bytes32; readonly header: BlockHeader },
  ) {
    const detail = `provider ${provider} gave a block header that does not hash to the block's hash`;
    super('RPC_DISAGREE', detail);
  }
}

/** Where a provider says that its head is, unchecked: a claim from which alone nothing may follow. */
export async function claimedHead(provider: RpcProvider, tag: string): Promise<BlockHeader> {
  return (await provider.request('eth_getBlockByNumber', [tag, false], HeaderAnswer)).header;
}

/**
 * A block as one provider shows it. Its hash was computed from its header, so that providers who agree on the hash
 * agree on the state root and on all that code can see of the block.
 * @throws UnhashableHeader (RPC_DISAGREE) if the header is not the one of the hash beside it
 */
export async function blockAt(provider: RpcProvider, height: bigint): Promise<AgreedBlock> {
  const { hash, header } = await provider.request(
    'eth_getBlockByNumber',
    [numberToHex(height), false],
    HeaderAnswer,
  );
  checkHash(provider, header, hash);
  return {
    number: header.number,
    hash,
    timestamp: unixSeconds(Number(header.timestamp)),
    baseFeePerGas: header.baseFeePerGas,
    coinbase: header.miner,
    prevRandao: header.mixHash,
    stateRoot: header.stateRoot,
    gasLimit: header.gasLimit,
  };
}

/**
 * The header of a known hash. One provider is enough: another header would have another hash.
 * @throws DomainError RPC_DISAGREE if the provider gives another one
 */
export async function headerOf(provider: RpcProvider, hash: Bytes32): Promise<BlockHeader> {
  const { header } = await provider.request('eth_getBlockByHash', [hash, false], HeaderAnswer);
  checkHash(provider, header, hash);
  return header;
}

function checkHash(provider: RpcProvider, header: BlockHeader, hash: Bytes32): void {
  if (!hasGap(header) && headerHash(header) === hash) return;
  throw new UnhashableHeader(provider.name, { hash, header });
}
