import type { PositionView } from '#contract/views.ts'
import { order } from '../../state/desk-request.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'

interface ReverseDialogProps {
  readonly position: PositionView
  readonly onClose: () => void
}

/** A reverse is two trades with a signature each; it says so before the first. */
export function ReverseDialog({ position, onClose }: ReverseDialogProps) {
  const { coin, side } = position
  const now = side === 'buy' ? 'long' : 'short'
  const then = side === 'buy' ? 'short' : 'long'
  const reverse = (): void => {
    order('reversePosition', { coin })
    onClose()
  }
  return (
    <DeskDialog title={`Reverse ${coin}: ${now} to ${then}`} isOpen onClose={onClose}>
      <p className="dialog-text">
        First the {now} is closed; your Ledger signs that. Once it is flat, a {then} bracket of at
        most the same size goes to the risk manager and then to Approvals, with a signature of its
        own. If you decline it, you stay flat.
      </p>
      <DialogForm onSubmit={reverse}>
        <div className="dialog-actions">
          <ActionButton tone="quiet" onPress={onClose}>
            Keep the {now}
          </ActionButton>
          <ActionButton type="submit" tone="ink" shouldFocus>
            Close and reverse
          </ActionButton>
        </div>
      </DialogForm>
    </DeskDialog>
  )
}
