import { useState } from 'react'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Price } from '../../ui/Amount.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { NO_POSITIVE_NUMBER, typedDecimal } from '../../ui/exact-decimal.ts'

interface PriceDialogProps {
  readonly title: string
  readonly label: string
  readonly action: string
  readonly explanation: string
  readonly currentPrice: string | null
  readonly markPrice: string | null
  readonly sizeDecimals: number
  readonly onClose: () => void
  /** Why the desk did not take it; null when it did. */
  readonly onPrice: (price: string) => Promise<string | null>
}

/** Asks for one price: a moved stop, a moved target, a stop that was missing. */
export function PriceDialog(props: PriceDialogProps) {
  const [text, setText] = useState(props.currentPrice ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const send = (): void => {
    const price = typedDecimal(text)
    if (price === null) {
      setProblem(NO_POSITIVE_NUMBER)
      return
    }
    props
      .onPrice(price)
      .then((refusal) => (refusal === null ? props.onClose() : setProblem(refusal)))
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return (
    <DeskDialog title={props.title} isOpen onClose={props.onClose}>
      <p className="dialog-text">{props.explanation}</p>
      <DialogForm onSubmit={send}>
        <DecimalField
          label={props.label}
          unit="USD"
          value={text}
          onChange={(next) => {
            setText(next)
            setProblem(null)
          }}
          problem={problem}
          shouldFocus
        />
        {props.markPrice === null ? null : (
          <p className="dialog-text">
            Mark now{' '}
            <Price value={props.markPrice} sizeDecimals={props.sizeDecimals} isBetweenTicks />
          </p>
        )}
        <div className="dialog-actions">
          <ActionButton tone="quiet" onPress={props.onClose}>
            Leave it
          </ActionButton>
          <ActionButton type="submit" tone="ink">
            {props.action}
          </ActionButton>
        </div>
      </DialogForm>
    </DeskDialog>
  )
}
