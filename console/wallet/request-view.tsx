import { useEffect, useRef, useState } from 'react';
import type { DemoPerson } from '../../sandbox/demo-people.js';
import { SOMEBODY_ELSE, type WalletRequest } from '../signing/sandbox-line.js';
import { type Asked, readAsked } from './asked.js';
import { type DemoKey, keysOf } from './demo-keys.js';
import type { Line } from './line.js';
import type { WalletSettings } from './settings.js';
import { SignInView } from './sign-in-view.js';
import { TypedDataView } from './typed-data-view.js';
import styles from './wallet.module.css';

interface RequestProps {
  readonly line: Line;
  readonly request: WalletRequest;
  readonly person: DemoPerson;
  readonly settings: WalletSettings;
  readonly onAnother: () => void;
}

/** One request, and the only ways out of it: signed, rejected, or a sign-in for somebody else. */
export function RequestView({ line, request, person, settings, onAnother }: RequestProps) {
  const asked = readAsked(request);
  const key = useKey(person, asked?.account);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  if (!asked) return null;
  const reject = (): void => {
    line.refuse(request, 4001, 'rejected');
    line.closeWhenDone();
  };
  const beAnother = (): void => {
    onAnother();
    line.refuse(request, SOMEBODY_ELSE, 'somebody else is there');
  };
  const sign = async ({ account }: DemoKey): Promise<void> => {
    const signature =
      asked.kind === 'sign-in'
        ? await account.signMessage({ message: asked.text })
        : await account.sign({ hash: asked.digests.digest });
    line.tell(person.name);
    line.answer(request, signature);
    line.closeWhenDone();
  };
  return (
    <>
      <p className={styles.who}>
        <span>
          You are <b>{person.name}</b>, {person.roles.join(', ')}
        </span>
        {asked.kind === 'sign-in' ? (
          <button type="button" className="btn btn-small" onClick={beAnother}>
            Be somebody else
          </button>
        ) : null}
      </p>
      {asked.kind === 'sign-in' ? (
        <SignInView name={person.name} message={asked.message} heading={heading} settings={settings} />
      ) : (
        <TypedDataView data={asked.data} digests={asked.digests} heading={heading} />
      )}
      <div className={styles.acts}>
        <p className="small">
          {key ? (
            <>
              Signs by <b>{key.what}</b>
            </>
          ) : (
            <>No key of {person.name}’s has this account</>
          )}
        </p>
        <button type="button" className="btn btn-big btn-stop" onClick={reject}>
          Reject
        </button>
        <button
          type="button"
          className="btn btn-big btn-main"
          disabled={!key}
          onClick={() => {
            if (key) void sign(key);
          }}
        >
          Sign
        </button>
      </div>
    </>
  );
}

function useKey(person: DemoPerson, account: Asked['account'] | undefined): DemoKey | undefined {
  const [key, setKey] = useState<DemoKey>();
  useEffect(() => {
    if (account === undefined) return;
    void keysOf(person).then((keys) => {
      setKey(keys.find((each) => each.account.address.toLowerCase() === account.toLowerCase()));
    });
  }, [person, account]);
  return key;
}
