import type { IconName } from '../../parts/icon.js';
import { Status, type Tone } from '../../parts/state.js';
import type { Severity } from './finding-severity.js';

const LOOKS: Readonly<Record<Severity, readonly [Tone, IconName]>> = {
  CRITICAL: ['stop', 'severity-critical'],
  WARN: ['wait', 'severity-warn'],
  INFO: ['neutral', 'severity-info'],
};

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const [tone, icon] = LOOKS[severity];
  return (
    <Status tone={tone} icon={icon}>
      {severity}
    </Status>
  );
}
