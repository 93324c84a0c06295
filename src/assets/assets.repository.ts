import { Injectable } from '@nestjs/common';
import type { RegisteredAsset } from '../domain/register/registered.js';
import type { AssetId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';

/** Assets of the register; a removed one stays readable and is refused by the policy. */
@Injectable()
export class AssetsRepository {
  constructor(private readonly register: Register) {}

  async find(id: AssetId, tx?: Tx): Promise<RegisteredAsset | undefined> {
    return (await this.register.current(tx)).asset(id);
  }

  async list(chainId: number): Promise<readonly RegisteredAsset[]> {
    const register = await this.register.current();
    const assets = register.list('asset').flatMap((id) => register.asset(id) ?? []);
    return assets.filter(({ asset }) => asset.chainId === chainId);
  }
}
