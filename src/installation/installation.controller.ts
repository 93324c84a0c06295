import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../infra/http/access.js';
import { InstallationView } from './installation.contract.js';
import { Installation } from './installation.js';

@ApiTags('installation')
@Controller('v1/installation')
export class InstallationController {
  constructor(private readonly installation: Installation) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'Show what this installation is',
    description:
      'What a page or a program needs before signing in: chain, origin, ways to sign in, and the two values that everything is verified by. Compare those two by another channel: whoever answers for this address could answer this too.',
  })
  @ApiResponse({ status: 200, standardSchema: InstallationView })
  show(): InstallationView {
    return this.installation.view;
  }
}
