import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { QUORUMS } from '../domain/changes/kinds/quorums.js';
import { latest } from '../domain/register/ledger.js';
import type { Governed } from '../domain/register/registered.js';
import { DomainError } from '../domain/errors.js';
import { ROLES } from '../domain/identity/person.js';
import { plain } from '../domain/values/canonical-json.js';
import { Read } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { changeView } from './change-view.js';
import { GovernanceActsRepository, actOf } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { AlertsView, PriceFeedList, QuorumsView, RegisterView, WebhookList } from './changes.contract.js';

/** Governed objects that no other controller shows. */
@ApiTags('changes')
@Controller('v1')
export class GovernedController {
  constructor(
    private readonly register: Register,
    private readonly governed: GovernanceActsRepository,
  ) {}

  @Get('register')
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'showRegister',
    summary: 'Show the signed acts of the register',
    description:
      'Every act from the founding on, in order. Whoever knows the digest of the founding replays from them who and what is registered, and need not believe any other answer about it.',
  })
  @ApiResponse({ status: 200, standardSchema: RegisterView })
  async acts() {
    return { acts: (await this.governed.since(0n)).map(actOf).map(plain) };
  }

  @Get('quorums')
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'showQuorums',
    summary: 'Show who approves which changes',
    description:
      'For each kind of change the groups that have to approve it, and how long a loosening waits.',
  })
  @ApiResponse({ status: 200, standardSchema: QuorumsView })
  async quorums() {
    const { ledger } = await this.register.current();
    const version = latest(ledger, 'quorums', QUORUMS);
    if (!version) throw new DomainError('REGISTER_ALTERED', 'there are no quorums');
    return { content: version.content, since: printTimestamp(version.since) };
  }

  /** Pending changes that everybody should know of while they can still be stopped. */
  @Get('alerts')
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'listAlerts',
    summary: 'List changes that can still be stopped',
    description:
      'Further keys that were asked for, and loosened rules that wait to become active. Look at them while there is time.',
  })
  @ApiResponse({ status: 200, standardSchema: AlertsView })
  async alerts() {
    const register = await this.register.current();
    const open = [...register.ledger.open].flatMap((id) => register.ledger.changes.get(id) ?? []);
    const views = open.map((record) => changeView(register, record));
    return {
      recoveries: views.filter((each) => each.isRecovery),
      loosenings: views.filter((each) => each.state === 'approved' && !each.isRecovery),
    };
  }

  @Get('webhooks')
  @Read('admin', 'auditor')
  @ApiOperation({
    operationId: 'listWebhooks',
    summary: 'List the registered webhooks',
    description: 'Registered by changes; removed ones too.',
  })
  @ApiResponse({ status: 200, standardSchema: WebhookList })
  async webhooks() {
    return { data: (await this.register.current()).webhooks().map(view) };
  }

  @Get('price-feeds')
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'listPriceFeeds',
    summary: 'List the registered price feeds',
    description: 'What prices of assets are read from for limits in US dollars; removed ones too.',
  })
  @ApiResponse({ status: 200, standardSchema: PriceFeedList })
  async priceFeeds() {
    return { data: (await this.register.current()).priceFeeds().map(view) };
  }
}

function view({ id, content, since, removedAt }: Governed<unknown>) {
  return {
    id,
    content: plain(content),
    since: printTimestamp(since),
    removedAt: removedAt === null ? null : printTimestamp(removedAt),
  };
}
