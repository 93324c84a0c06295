import { Controller, Get } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { Config } from '../config/config.js';
import { Read } from '../infra/http/access.js';
import { AssetPage } from './assets.contract.js';
import { AssetsRepository } from './assets.repository.js';

@Controller('v1/assets')
export class AssetsController {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly config: Config,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiResponse({ status: 200, standardSchema: AssetPage })
  async list(): Promise<AssetPage> {
    const registered = await this.assets.list(this.config.chainId);
    return { data: registered.map(({ asset, isRemoved }) => ({ ...asset, isRemoved })), nextCursor: null };
  }
}
