import { AlertDialog } from '@base-ui/react/alert-dialog';
import styles from './idle-dialog.module.css';

interface IdleDialogProps {
  readonly isOpen: boolean;
  readonly minutes: number;
  readonly stay: () => void;
}

/** Says that the session is about to end, and keeps it if somebody is there. */
export function IdleDialog({ isOpen, minutes, stay }: IdleDialogProps) {
  return (
    <AlertDialog.Root open={isOpen}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title>Are you still there?</AlertDialog.Title>
          <AlertDialog.Description className="quiet">
            Nobody has used this session for 25 minutes. It ends in{' '}
            {minutes === 1 ? 'a minute' : `${String(minutes)} minutes`}; then what is shown here goes away,
            and you come back to this page when you sign in again.
          </AlertDialog.Description>
          <div className={styles.acts}>
            <button type="button" className="btn btn-main" onClick={stay}>
              Stay signed in
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
