import type { HealthPartsView } from '../../src/health/parts/health-parts.contract.js';
import { Status } from './state.js';

/** How a part of the house is, by one word. */
export function HealthMark({ status }: { readonly status: HealthPartsView['log']['status'] }) {
  switch (status) {
    case 'ok':
      return (
        <Status tone="ok" icon="severity-ok">
          ok
        </Status>
      );
    case 'warn':
      return (
        <Status tone="wait" icon="severity-warn">
          warning
        </Status>
      );
    case 'down':
      return (
        <Status tone="stop" icon="severity-critical">
          down
        </Status>
      );
    case 'unknown':
      return (
        <Status tone="wait" icon="severity-info">
          unknown
        </Status>
      );
  }
}
