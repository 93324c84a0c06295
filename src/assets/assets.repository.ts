import { Injectable } from '@nestjs/common';
import { type Asset, type Erc20Asset, Erc20Pins } from '../domain/assets/asset.js';
import { parseAddress } from '../domain/values/address.js';
import { type AssetId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';
import type { AssetModel } from '../generated/prisma/models/Asset.js';

/** An asset as registered; a removed one stays readable and is refused by the policy. */
export interface RegisteredAsset {
  readonly asset: Asset;
  readonly isRemoved: boolean;
}

@Injectable()
export class AssetsRepository {
  constructor(private readonly database: Database) {}

  async find(id: AssetId, tx: Tx = this.database.read): Promise<RegisteredAsset | undefined> {
    const row = await tx.asset.findUnique({ where: { id } });
    return row ? parseRow(row) : undefined;
  }

  async list(chainId: number): Promise<readonly RegisteredAsset[]> {
    const rows = await this.database.read.asset.findMany({ where: { chainId }, orderBy: { id: 'asc' } });
    return rows.map(parseRow);
  }

  async insert(tx: Tx, asset: Asset, approvedAt: UnixSeconds): Promise<void> {
    const pins = asset.kind === 'erc20' ? pinsOf(asset) : {};
    await tx.asset.create({
      data: {
        id: asset.id,
        chainId: asset.chainId,
        kind: asset.kind,
        address: asset.kind === 'erc20' ? asset.address : null,
        symbol: asset.symbol,
        decimals: asset.decimals,
        pins,
        approvedAt: toDate(approvedAt),
      },
    });
  }
}

function parseRow(row: AssetModel): RegisteredAsset {
  return { asset: parseAsset(row), isRemoved: row.removedAt !== null };
}

function parseAsset(row: AssetModel): Asset {
  const id = parseId('ast', row.id);
  const { chainId, symbol, decimals } = row;
  if (row.kind === 'native' && row.address === null && decimals === 18) {
    return { kind: 'native', id, chainId, symbol, decimals };
  }
  if (row.kind !== 'erc20' || row.address === null)
    throw new Error(`asset ${row.id} is stored in no known form`);
  const address = parseAddress(row.address);
  return { kind: 'erc20', id, chainId, address, symbol, decimals, ...Erc20Pins.parse(row.pins) };
}

function pinsOf({ codeHash, balances, proxy }: Erc20Asset) {
  return { codeHash, balances: { ...balances }, proxy: proxy && { ...proxy } };
}
