import { useEffect, useState, useSyncExternalStore } from 'react';
import type { DemoPerson } from '../../sandbox/demo-people.js';
import type { WalletRequest } from '../signing/sandbox-line.js';
import { readAsked } from './asked.js';
import { ChoosePerson } from './choose-person.js';
import { keysOf, personCalled } from './demo-keys.js';
import type { Line } from './line.js';
import { RequestView } from './request-view.js';
import type { WalletSettings } from './settings.js';
import styles from './wallet.module.css';

const SIGNING = ['personal_sign', 'eth_signTypedData_v4'];

interface WalletProps {
  readonly line: Line;
  readonly settings: WalletSettings;
}

/** The window of the wallet: who one is, then one request after the other. */
export function WalletWindow({ line, settings }: WalletProps) {
  const heard = useSyncExternalStore(line.subscribe, line.heard);
  const [chosen, choose] = useState<DemoPerson | null>(null);
  const person = chosen ?? personCalled(heard?.person ?? null) ?? null;
  const request = heard?.requests[0];
  const isWhoAsked = request?.method === 'eth_requestAccounts' && person === null;
  const onAnother = (): void => {
    choose(null);
    line.tell(null);
  };
  useAnswers(line, { request: isWhoAsked ? undefined : request, person, settings });
  return (
    <main className={styles.window}>
      <p className={styles.bar}>
        <b>Sandbox wallet</b> <span className="quiet">Its keys are known to everybody.</span>
      </p>
      {isWhoAsked ? <ChoosePerson onChoose={choose} /> : null}
      {request && person && SIGNING.includes(request.method) ? (
        <RequestView key={request.id} {...{ line, request, person, settings, onAnother }} />
      ) : null}
      {request === undefined ? <Waiting person={heard ? person : null} onAnother={onAnother} /> : null}
    </main>
  );
}

function Waiting({ person, onAnother }: { readonly person: DemoPerson | null; onAnother: () => void }) {
  if (!person)
    return (
      <>
        <h1>Nothing is asked for</h1>
        <p className="quiet">The console opens this window when there is something to sign.</p>
      </>
    );
  return (
    <>
      <h1>You are {person.name}</h1>
      <p className="quiet">The console goes on. What it asks you to sign shows up here.</p>
      <p className="acts gap">
        <button type="button" className="btn" onClick={onAnother}>
          Be somebody else
        </button>
      </p>
    </>
  );
}

/** Answers what takes no click, and closes the window when everything is signed or rejected. */
function useAnswers(
  line: Line,
  {
    request,
    person,
    settings,
  }: {
    readonly request: WalletRequest | undefined;
    readonly person: DemoPerson | null;
    readonly settings: WalletSettings;
  },
): void {
  useEffect(() => {
    if (request) void answered(line, { request, person, settings });
  }, [line, request, person, settings]);
}

async function answered(
  line: Line,
  {
    request,
    person,
    settings,
  }: {
    readonly request: WalletRequest;
    readonly person: DemoPerson | null;
    readonly settings: WalletSettings;
  },
): Promise<void> {
  const { method } = request;
  if (method === 'eth_chainId') line.answer(request, `0x${settings.chainId.toString(16)}`);
  else if (method === 'eth_requestAccounts' || method === 'eth_accounts')
    line.answer(request, person ? (await keysOf(person)).map(({ account }) => account.address) : []);
  else if (!SIGNING.includes(method)) line.refuse(request, 4200, `${method} is nothing that it does`);
  else if (!person) line.refuse(request, 4100, 'nobody was chosen');
  else if (!readAsked(request))
    line.refuse(request, 4200, 'it signs sign-ins and typed data, and nothing that it cannot show');
}
