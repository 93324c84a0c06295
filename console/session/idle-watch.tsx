import { useEffect } from 'react';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { useLater } from '../frame/use-later.js';
import { useNow } from '../parts/clock.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Of the thirty that a session lasts without being used. */
const SAID_BEFORE = 5 * MINUTE;

const loadDialog = () => import('./idle-dialog.js');

/** Asks whoever has long done nothing whether they are still there, before the session ends. */
export function IdleWatch() {
  const { data, refetch } = useRead(reads.session, { every: MINUTE });
  const left = Date.parse(data?.kind === 'person' ? data.idleEndsAt : '') - useNow() * SECOND;
  const isOver = left <= 0;
  // After twelve hours nothing prolongs it.
  const isIdle = data?.kind === 'person' && data.idleEndsAt < data.endsAt;
  const isNear = isIdle && left > 0 && left <= SAID_BEFORE;
  useEffect(() => {
    // Only the gateway knows: it may have been used elsewhere. If not, its answer leads to the door.
    if (isOver) void refetch();
  }, [isOver, refetch]);
  const dialog = useLater(loadDialog, isNear);
  return dialog ? (
    <dialog.IdleDialog isOpen={isNear} minutes={Math.ceil(left / MINUTE)} stay={() => void refetch()} />
  ) : null;
}
