import { useRouter } from '@tanstack/react-router';
import type { ChangeDetail } from '../../src/changes/changes.contract.js';
import { usePerson } from '../session/session.js';
import { GoOnAs } from './go-on-as.js';

/** Whoever can approve a change that is proposed; nobody if the reader can. */
export function ChangeNext({ change }: { readonly change: ChangeDetail }) {
  const { id: reader } = usePerson();
  const router = useRouter();
  const people = new Map(change.missing.flatMap((place) => place.people).map(({ id, name }) => [id, name]));
  if (change.state !== 'proposed' || people.has(reader)) return null;
  const { href } = router.buildLocation({
    ...{ to: '/changes/$id', params: { id: change.id }, search: { act: 'approve' } },
  });
  return <GoOnAs steps={[...people].map(([id, name]) => ({ id, name, verb: 'Approve', to: href }))} />;
}
