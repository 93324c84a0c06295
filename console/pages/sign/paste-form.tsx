import { useId, useState } from 'react';
import { useStandstill } from '../../frame/connection.js';
import { Hex } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { ProblemSay } from '../../parts/problem.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { type ReadSignature, readOwnerSignature } from '../../signing/owner-signature.js';
import { sendSignature } from './send-signature.js';
import styles from './sign.module.css';
import type { Requested } from './to-sign.js';

interface PasteFormProps {
  readonly requested: Requested;
  readonly owners: readonly string[];
  readonly digest: string;
}

/** A signature that was made on another device. It is verified here before anything is sent. */
export function PasteForm({ requested, owners, digest }: PasteFormProps) {
  const [text, setText] = useState('');
  const [read, setRead] = useState<ReadSignature | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isSent, setSent] = useState(false);
  const isLive = useStandstill() === null;
  const id = useId();
  const isOff = !isLive || isSent || text.trim() === '';
  const send = async (owner: string, signature: string): Promise<void> => {
    setSent(true);
    try {
      await sendSignature(requested, { owner, signature }, crypto.randomUUID());
    } catch (cause) {
      setError(cause);
      setSent(false);
    }
  };
  const bring = async (): Promise<void> => {
    setError(null);
    const found = await readOwnerSignature(text, { digest, owners });
    setRead(found);
    if (found.kind === 'genuine') await send(found.owner, found.signature);
  };
  return (
    <div className={styles.paste}>
      <div className="field">
        <label htmlFor={id}>Your signature over this digest</label>
        <textarea
          className="in mono"
          id={id}
          rows={3}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-is`}
          aria-invalid={read?.kind === 'unreadable'}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setRead(null);
          }}
        />
        <span
          className={read?.kind === 'unreadable' ? 'hint hint-stop' : 'hint'}
          id={`${id}-is`}
          role="status"
        >
          {read?.kind === 'unreadable' ? (
            <>
              <Icon name="severity-critical" />
              {read.why}
            </>
          ) : (
            '65 bytes as hex. Whose it is, and over what, is verified here before it is sent.'
          )}
        </span>
      </div>
      <p className="acts">
        <button
          type="button"
          className="btn"
          aria-disabled={isOff}
          onClick={() => {
            if (!isOff) void bring();
          }}
        >
          Verify and bring it
        </button>
      </p>
      {error === null ? null : <ProblemSay error={error} />}
      {read?.kind === 'other' && error === null ? (
        <Other
          {...{ requested, read }}
          alarm={() => void send(owners[0] ?? '', read.signature)}
          isOff={!isLive || isSent}
        />
      ) : null}
    </div>
  );
}

interface OtherProps {
  readonly requested: Requested;
  readonly read: Extract<ReadSignature, { readonly kind: 'other' }>;
  readonly alarm: () => void;
  readonly isOff: boolean;
}

/** A signature over something else is what an attack looks like. It is not sent unless the owner says so. */
function Other({ requested: { transfer }, read, alarm, isOff }: OtherProps) {
  return (
    <Say
      tone="stop"
      title="This is no signature of yours over this digest"
      acts={
        <button
          type="button"
          className="btn btn-frozen"
          aria-disabled={isOff}
          onClick={() => {
            if (!isOff) alarm();
          }}
        >
          <Icon name="state-frozen" />
          <span>
            My device signed it: bring it, which freezes <Said>{transfer.safe.label}</Said>
          </span>
        </button>
      }
    >
      <p>
        Over the digest of step 2 it recovers to{' '}
        <Hex value={read.recovered} name="the address that it recovers to" />, which is no owner’s key of
        yours. Nothing was sent. If you copied another one by mistake, paste the right one.
      </p>
      <p>If your device made it for this request, it signed something else than it was asked for.</p>
    </Say>
  );
}
