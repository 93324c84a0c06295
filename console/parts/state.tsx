import type { TransferState } from '../../src/domain/transfers/transfer.js';
import { shownOnPage } from '../../src/domain/values/shown.js';
import { Icon, type IconName } from './icon.js';

export type Tone = 'neutral' | 'wait' | 'accent' | 'ok' | 'stop' | 'frozen';

const TONES: Readonly<Record<TransferState, Tone>> = {
  requested: 'neutral',
  'needs-exception': 'wait',
  queued: 'neutral',
  simulating: 'neutral',
  'awaiting-confirmation': 'wait',
  confirmed: 'accent',
  relayed: 'accent',
  signed: 'accent',
  submitted: 'accent',
  executed: 'accent',
  settled: 'ok',
  refused: 'stop',
  rejected: 'stop',
  mismatched: 'stop',
  superseded: 'stop',
  cancelling: 'wait',
  cancelled: 'neutral',
  expired: 'neutral',
};

interface StatusProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: string;
  readonly isChip?: boolean;
}

/** Icon, word, colour, in this order of weight. */
export function Status({ tone, icon, children, isChip = false }: StatusProps) {
  const classes = ['st', tone === 'neutral' ? '' : `st-${tone}`, isChip ? 'chip' : ''];
  return (
    <span className={classes.filter(Boolean).join(' ')}>
      <Icon name={icon} />
      {shownOnPage(children)}
    </span>
  );
}

/** The state of a transfer, by its own word. */
export function StateMark({ state, isChip }: { readonly state: TransferState; readonly isChip?: boolean }) {
  return (
    <Status tone={TONES[state]} icon={`state-${state}`} isChip={isChip ?? false}>
      {state}
    </Status>
  );
}
