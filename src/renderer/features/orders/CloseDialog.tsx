import { useState } from 'react'
import type { PositionView } from '#contract/views.ts'
import { refusalOf } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { useSizeDecimals } from '../../state/selectors.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Quantity } from '../../ui/Amount.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { isBelow, typedDecimal } from '../../ui/exact-decimal.ts'
import { shareOfQuantity } from './share-of-quantity.ts'

interface CloseDialogProps {
  readonly position: PositionView
  readonly onClose: () => void
}

const SHARES = [25, 50, 75] as const

/** Part of a position. All of it has its own button in the row. */
export function CloseDialog({ position, onClose }: CloseDialogProps) {
  const sizeDecimals = useSizeDecimals(position.coin)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const change = (next: string): void => {
    setText(next)
    setProblem(null)
  }
  const send = (): void => {
    const quantity = typedDecimal(text)
    if (quantity === null) setProblem('A positive quantity with a decimal point, such as 0.01')
    else if (isBelow(position.quantity, quantity)) setProblem('That is more than the position has.')
    else {
      refusalOf('closePosition', { coin: position.coin, quantity })
        .then((refusal) => (refusal === null ? onClose() : setProblem(refusal)))
        .catch(() => notify('error', 'The desk does not answer.'))
    }
  }
  return (
    <DeskDialog title={`Close part of ${position.coin}`} isOpen onClose={onClose}>
      <p className="dialog-text">
        The position is{' '}
        <Quantity value={position.quantity} sizeDecimals={sizeDecimals} unit={position.coin} />. A
        reduce-only order goes to Approvals; the stop and the target stay at the venue.
      </p>
      <DialogForm onSubmit={send}>
        <DecimalField
          label="Quantity to close"
          unit={position.coin}
          value={text}
          onChange={change}
          problem={problem}
          shouldFocus
        />
        <div className="dialog-shares">
          {SHARES.map((share) => (
            <ActionButton
              key={share}
              size="small"
              onPress={() => change(shareOfQuantity(position.quantity, share, sizeDecimals))}
            >
              {share} %
            </ActionButton>
          ))}
        </div>
        <div className="dialog-actions">
          <ActionButton tone="quiet" onPress={onClose}>
            Leave it
          </ActionButton>
          <ActionButton type="submit" tone="ink">
            Close this part
          </ActionButton>
        </div>
      </DialogForm>
    </DeskDialog>
  )
}
