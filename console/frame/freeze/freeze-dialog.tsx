import { Dialog } from '@base-ui/react/dialog';
import { type RefObject, useRef } from 'react';
import { Icon } from '../../parts/icon.js';
import { FreezeSteps } from './freeze-steps.js';

interface FreezeDialogProps {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** What to freeze, and why, over whatever page one is on. */
export function FreezeDialog({ isOpen, setOpen, button }: FreezeDialogProps) {
  const top = useRef<HTMLHeadingElement>(null);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" initialFocus={top} finalFocus={button}>
          <FreezeSteps
            top={top}
            close={() => {
              setOpen(false);
            }}
          />
          <Dialog.Close className="icon-btn dialog-close" aria-label="Close">
            <Icon name="act-close" />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
