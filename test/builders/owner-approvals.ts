import { type Hex, concat, pad } from 'viem';
import type { HDAccount } from 'viem/accounts';

/** The `signatures` argument of execTransaction, ascending by owner: v = 1 for those who approve on the chain. */
export async function ownersSignatures(
  owners: readonly HDAccount[],
  safeTxHash: Hex,
  onChain: readonly Hex[] = [],
): Promise<Hex> {
  const ascending = owners.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const each = ascending.map((owner) =>
    onChain.includes(owner.address)
      ? Promise.resolve(onChainApproval(owner.address))
      : owner.sign({ hash: safeTxHash }),
  );
  return concat(await Promise.all(each));
}

function onChainApproval(owner: Hex): Hex {
  return concat([pad(owner, { size: 32 }), pad('0x', { size: 32 }), '0x01']);
}
