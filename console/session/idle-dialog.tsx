import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useEffect } from 'react';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { useNow } from '../parts/clock.js';
import styles from './idle-dialog.module.css';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Of the thirty that a session lasts without being used. */
const SAID_BEFORE = 5 * MINUTE;

/** Asks whoever has long done nothing whether they are still there, before the session ends. */
export function IdleDialog() {
  const { data, refetch } = useRead(reads.session, { every: MINUTE });
  const left = Date.parse(data?.kind === 'person' ? data.idleEndsAt : '') - useNow() * SECOND;
  const isOver = left <= 0;
  // After twelve hours nothing prolongs it.
  const isIdle = data?.kind === 'person' && data.idleEndsAt < data.endsAt;
  useEffect(() => {
    // Only the gateway knows: it may have been used elsewhere. If not, its answer leads to the door.
    if (isOver) void refetch();
  }, [isOver, refetch]);
  return (
    <AlertDialog.Root open={isIdle && left > 0 && left <= SAID_BEFORE}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.popup}>
          <AlertDialog.Title>Are you still there?</AlertDialog.Title>
          <AlertDialog.Description className="quiet">
            Nobody has used this session for 25 minutes. It ends in {spoken(left)}; then what is shown here
            goes away, and you come back to this page when you sign in again.
          </AlertDialog.Description>
          <div className={styles.acts}>
            <button type="button" className="btn btn-main" onClick={() => void refetch()}>
              Stay signed in
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function spoken(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE);
  return minutes === 1 ? 'a minute' : `${String(minutes)} minutes`;
}
