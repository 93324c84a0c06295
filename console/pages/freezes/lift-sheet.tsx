import { useMutation } from '@tanstack/react-query';
import type { Json } from '../../../src/domain/values/canonical-json.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import type { FreezeView } from '../../../src/safes/freezes.contract.js';
import { useActKey } from '../../api/act-key.js';
import { ask } from '../../api/ask.js';
import { ProblemSay } from '../../parts/problem.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { useTyped } from '../../session/use-typed.js';
import type { Register } from '../../signing/checks/change-checks.js';
import { DoesNotFit } from '../../signing/does-not-fit.js';
import { checkPlace } from '../../signing/sheet/place.js';
import { Sheet } from '../../signing/sheet/sheet.js';
import { LiftForm } from './lift-form.js';
import { LiftSigning } from './lift-signing.js';
import { type Drafted, type LiftDraft, type Lifting, checkLifting } from './lift-draft.js';
import type { LiftingPlace } from './who-lifts.js';

const SECOND = 1_000;

/** A lifting names nobody and no asset. */
const NAMES = { person: (id: string) => id, asset: (id: string) => id };

interface LiftSheetProps {
  /** The freeze that the sheet was opened at. */
  readonly first: string;
  readonly standing: readonly FreezeView[];
  readonly labelOf: (scope: string) => string;
  readonly places: readonly LiftingPlace[] | null;
  readonly close: () => void;
}

/** Proposing that freezes are lifted: which and why first, then what that reads like, and the signature. */
export function LiftSheet(props: LiftSheetProps) {
  const { first, standing, labelOf, close } = props;
  const person = usePerson();
  const keyOf = useActKey();
  const [wanted, setWanted] = useTyped<Lifting>(`lift ${first}`, { freezes: [first], reason: '' });
  const draft = useMutation({
    mutationFn: async (lifting: Lifting): Promise<Drafted> => {
      const content: Json = { freezes: [...lifting.freezes], reason: lifting.reason };
      const body: Json = { kind: 'unfreeze', content };
      const drafted = await ask<LiftDraft>('/v1/changes/drafts', { method: 'POST', body, key: keyOf(body) });
      const [place, installation, register] = await Promise.all([
        checkPlace(),
        ask<InstallationView>('/v1/installation', { method: 'GET' }),
        ask<Register>('/v1/register', { method: 'GET' }),
      ]);
      const grounds = { installation, register, names: NAMES, now: Math.floor(Date.now() / SECOND) };
      const made = place.fits ? checkLifting(lifting, drafted, { person: person.id, grounds }) : place;
      return { wanted: lifting, draft: drafted, made };
    },
  });
  const drafted = draft.data;
  return (
    <Sheet
      title="Propose to lift"
      heading={
        <>
          <b>
            <Said>{person.name}</Said>
          </b>
          , {drafted ? 'you are about to propose:' : 'which freezes can be lifted, and why?'}
        </>
      }
      close={close}
    >
      {drafted === undefined ? (
        <LiftForm
          {...{ standing, labelOf, wanted, setWanted }}
          isPending={draft.isPending}
          failure={draft.error ? <ProblemSay error={draft.error} /> : null}
          draft={() => {
            draft.mutate(wanted);
          }}
        />
      ) : drafted.made.fits ? (
        <LiftSigning
          {...{ standing, labelOf, drafted }}
          places={props.places}
          made={drafted.made.made}
          back={() => {
            draft.reset();
          }}
        />
      ) : (
        <DoesNotFit differences={drafted.made.differences} subject={drafted.draft.change.id} safe={null} />
      )}
    </Sheet>
  );
}
