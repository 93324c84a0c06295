import type { Role } from '../../../src/domain/identity/person.js';
import { useTitle } from '../../parts/title.js';
import { usePerson } from '../../session/session.js';
import { HealthNow } from './health-now.js';
import { LimitsNow } from './limits-now.js';
import { SafesNow } from './safes-now.js';
import { SignedNotExecuted } from './signed-not-executed.js';
import { Started } from './started.js';
import { StoriesToTry } from './stories-to-try.js';
import { WaitingForYou } from './waiting-for-you.js';

const SECTIONS = {
  waiting: WaitingForYou,
  stories: StoriesToTry,
  started: Started,
  signed: SignedNotExecuted,
  limits: LimitsNow,
  safes: SafesNow,
  health: HealthNow,
};
type Section = keyof typeof SECTIONS;

/** What each role comes for, first; the rest stands below it. */
const FIRST: Readonly<Record<Role, readonly Section[]>> = {
  operator: ['started', 'limits'],
  approver: ['waiting'],
  signer: ['waiting', 'signed'],
  compliance: ['waiting', 'limits'],
  auditor: ['safes', 'signed'],
  admin: ['health', 'safes'],
};
const ALL: readonly Section[] = ['waiting', 'started', 'signed', 'limits', 'safes', 'health'];

/** The sections of somebody's home, each once. What waits for them stands first in any case, if anything does. */
export function sectionsOf(roles: readonly Role[]): readonly Section[] {
  const own: readonly Section[] = roles.includes('operator') ? ALL : ALL.filter((each) => each !== 'started');
  return [...new Set<Section>(['waiting', 'stories', ...roles.flatMap((role) => FIRST[role]), ...own])];
}

/** What waits for whoever looks, and how the house stands: sentences, no charts. */
export function HomePage() {
  useTitle('Home');
  const { roles } = usePerson();
  return (
    <div className="page">
      {sectionsOf(roles).map((name) => {
        const Part = SECTIONS[name];
        return <Part key={name} />;
      })}
    </div>
  );
}
