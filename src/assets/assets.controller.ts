import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Config } from '../config/config.js';
import { Read } from '../infra/http/access.js';
import { AssetPage } from './assets.contract.js';
import { AssetsRepository } from './assets.repository.js';

@ApiTags('assets')
@Controller('v1/assets')
export class AssetsController {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly config: Config,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiOperation({
    summary: 'List the registered assets',
    description:
      'The assets that transfers may move, with how a token keeps its balances. Others cannot be moved by Sluice.',
  })
  @ApiResponse({ status: 200, standardSchema: AssetPage })
  async list(): Promise<AssetPage> {
    const registered = await this.assets.list(this.config.chainId);
    return { data: registered.map(({ asset, isRemoved }) => ({ ...asset, isRemoved })), nextCursor: null };
  }
}
