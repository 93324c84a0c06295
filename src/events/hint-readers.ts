import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HINT_KINDS, type HintKind } from '../domain/audit-log/hints/hint.js';
import type { Role } from '../domain/identity/person.js';
import { RouteTable } from '../infra/http/route-table.js';

/** The route that shows what a hint is about: whoever may not call it is not told. Null: for everybody. */
const SHOWN_BY: Readonly<Record<HintKind, string | null>> = {
  transfer: '/v1/transfers/:id',
  change: '/v1/changes/:id',
  safe: '/v1/safes/:id',
  finding: '/v1/findings',
  freeze: '/v1/freezes',
  person: '/v1/people',
  policy: '/v1/policies/current',
  destination: '/v1/destinations/:id',
  asset: '/v1/assets',
  'price-feed': '/v1/price-feeds',
  provider: '/v1/providers',
  quorums: '/v1/quorums',
  webhook: '/v1/webhooks',
  invitation: '/v1/people/:id/invitations',
  'api-key': '/v1/api-keys',
  health: '/v1/health/parts',
  everything: null,
};

/** Who hears which hints, by the roles of the route table: there is no second list of who may read what. */
@Injectable()
export class HintReaders implements OnApplicationBootstrap {
  readonly #roles = new Map<HintKind, readonly Role[] | null>();

  constructor(private readonly routes: RouteTable) {}

  onApplicationBootstrap(): void {
    const routes = this.routes.list();
    for (const kind of HINT_KINDS) {
      const path = SHOWN_BY[kind];
      const access = routes.find((route) => route.method === 'GET' && route.path === path)?.access;
      if (path !== null && access?.kind !== 'read') throw new Error(`no route ${path} shows a ${kind}`);
      this.#roles.set(kind, access?.kind === 'read' ? access.roles : null);
    }
  }

  kindsFor(roles: readonly Role[]): ReadonlySet<HintKind> {
    return new Set(
      HINT_KINDS.filter((kind) => {
        const readers = this.#roles.get(kind);
        return readers === null || readers?.some((role) => roles.includes(role));
      }),
    );
  }
}
