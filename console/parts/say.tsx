import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';
import type { Tone } from './state.js';
import { Said } from './text.js';

const ICONS: Readonly<Record<Exclude<Tone, 'neutral' | 'accent'>, IconName>> = {
  wait: 'severity-warn',
  ok: 'severity-ok',
  stop: 'severity-critical',
  frozen: 'state-frozen',
};

interface SayProps {
  readonly tone?: keyof typeof ICONS;
  /** One bold line, in which somebody else's words may stand. */
  readonly title: string;
  /** One or two sentences. */
  readonly children?: ReactNode;
  readonly acts?: ReactNode;
}

/** Something that the reader has to know before going on. */
export function Say({ tone, title, children, acts }: SayProps) {
  return (
    <div className={tone ? `say say-${tone}` : 'say'} role={tone === 'stop' ? 'alert' : 'status'}>
      <Icon name={tone ? ICONS[tone] : 'severity-info'} />
      <b>
        <Said>{title}</Said>
      </b>
      {children === undefined ? null : <div>{children}</div>}
      {acts === undefined ? null : <div className="acts">{acts}</div>}
    </div>
  );
}
