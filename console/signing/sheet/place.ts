import type { PersonView, PrincipalView } from '../../../src/identity/identity.contract.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { reads } from '../../api/reads.js';
import { type Checked, checked } from '../checks/check.js';
import { placeChecks } from '../checks/place-checks.js';

/** Whether whoever is shown as signed in is, with these keys, at this address. */
export async function checkPlace(): Promise<Checked<null>> {
  const shown = answers.getQueryData<PrincipalView>([reads.session.path]);
  const session = await ask<PrincipalView>('/v1/sessions/current', { method: 'GET' });
  const [person, installation] = await Promise.all([
    ask<PersonView>(`/v1/people/${shown?.id ?? session.id}`, { method: 'GET' }),
    ask<InstallationView>('/v1/installation', { method: 'GET' }),
  ]);
  const { origin } = location;
  return checked(placeChecks({ origin, shown, session, person, installation }), null);
}
