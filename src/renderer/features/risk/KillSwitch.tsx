import './risk.css'
import { useState } from 'react'
import { create } from 'zustand'
import { tell } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { announce, notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { LineField } from '../../ui/LineField.tsx'

/** Whether the question is on the screen; the shortcut opens it too. */
const useKillQuestion = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }))

export const askKill = (): void => useKillQuestion.setState({ isOpen: true })
const closeKill = (): void => useKillQuestion.setState({ isOpen: false })

const USUAL_REASON = 'Stopped by hand'

function press(reason: string, shouldFlatten: boolean): void {
  closeKill()
  const text = reason.trim() === '' ? USUAL_REASON : reason.trim()
  tell('pressKill', { reason: text, shouldFlatten })
    .then((isTaken) => {
      if (isTaken) announce('Entries are stopped.')
    })
    .catch(() => notify('error', 'The desk does not answer: pull the plug of the venue instead.'))
}

function Question() {
  const [reason, setReason] = useState(USUAL_REASON)
  const { positions, entries } = useDesk((slices) => ({
    positions: slices.positions.length,
    entries: slices.orders.filter((one) => one.role === 'entry' && one.status === 'Accepted')
      .length,
  }))
  return (
    <DeskDialog
      title="Stop all entries?"
      isOpen
      onClose={closeKill}
      tone="danger"
      role="alertdialog"
    >
      <p className="dialog-text">
        {entries === 0
          ? 'No entry rests at the venue.'
          : `${entries} resting ${entries === 1 ? 'entry is' : 'entries are'} canceled.`}{' '}
        New ones are blocked until you resume. Stops and targets stay.
      </p>
      <DialogForm onSubmit={() => press(reason, false)}>
        <div className="kill-choices">
          <ActionButton type="submit" tone="danger" size="large" shouldFocus>
            <Icon name="stop" /> Stop entries
            <span className="kill-key" aria-hidden="true">
              Enter
            </span>
          </ActionButton>
          <ActionButton
            size="large"
            isDisabled={positions === 0}
            onPress={() => press(reason, true)}
          >
            {positions === 0
              ? 'Nothing to close'
              : `Stop and close ${positions === 1 ? 'the position' : `all ${positions} positions`}`}
          </ActionButton>
        </div>
        <LineField label="Reason, for the log" value={reason} onChange={setReason} />
        <div className="dialog-actions">
          <ActionButton tone="quiet" onPress={closeKill}>
            Keep trading
          </ActionButton>
        </div>
      </DialogForm>
    </DeskDialog>
  )
}

/** Always in reach: one press, then Enter. */
export function KillSwitch() {
  const isOpen = useKillQuestion((state) => state.isOpen)
  return (
    <>
      <ActionButton tone="danger" label="Kill switch" onPress={askKill}>
        <Icon name="stop" size={12} /> Kill switch
      </ActionButton>
      {isOpen ? <Question /> : null}
    </>
  )
}
