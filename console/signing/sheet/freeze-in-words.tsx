import type { FreezeView } from '../../../src/safes/freezes.contract.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';

interface FreezeInWordsProps {
  readonly freeze: FreezeView;
  /** What it stops. */
  readonly label: string;
}

/** A freeze by what people know of it: its id alone says nothing. */
export function FreezeInWords({ freeze, label }: FreezeInWordsProps) {
  const { id, reason, actorName, actor, at, code, standing } = freeze;
  return (
    <>
      <b>
        <Said>{label}</Said>
      </b>
      : “<Said>{reason}</Said>”{' '}
      <span className="small quiet">
        by <Said>{actorName ?? (actor === 'system' ? 'Sluice itself' : 'a service')}</Said>, <When at={at} />
        {code === 'SAFE_FROZEN' ? null : (
          <>
            ,{' '}
            <code>
              <Said>{code}</Said>
            </code>
          </>
        )}
        {standing ? '' : ', lifted already'}
        <br />
        <code>
          <Said>{id}</Said>
        </code>
      </span>
    </>
  );
}
