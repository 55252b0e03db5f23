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

/** Whether what may follow on a stop is on the screen. */
const useFollowUp = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }))

export const openKillFollowUp = (): void => useFollowUp.setState({ isOpen: true })
const closeFollowUp = (): void => useFollowUp.setState({ isOpen: false })

const USUAL_REASON = 'Stopped by hand'

async function stop(reason: string, shouldFlatten: boolean): Promise<void> {
  const text = reason.trim() === '' ? USUAL_REASON : reason.trim()
  const isTaken = await tell('pressKill', { reason: text, shouldFlatten })
  if (isTaken) announce('Entries are stopped.')
}

const complain = (): void =>
  notify('error', 'The desk does not answer: cancel your orders on the website of the venue.')

/** One press stops entries; what else can be done is offered afterwards. The shortcut does it too. */
export function pressKill(): void {
  stop(USUAL_REASON, false).catch(complain)
  openKillFollowUp()
}

const closeWords = (positions: number): string => {
  if (positions === 0) return 'Nothing to close'
  return positions === 1 ? 'Close the position' : `Close all ${positions} positions`
}

function FollowUp() {
  const { positions, isHalted } = useDesk((slices) => ({
    positions: slices.positions.length,
    isHalted: slices.status.risk.state === 'halted',
  }))
  const [reason, setReason] = useState(USUAL_REASON)
  const again = (shouldFlatten: boolean): void => {
    closeFollowUp()
    stop(reason, shouldFlatten).catch(complain)
  }
  return (
    <DeskDialog
      title={isHalted ? 'Entries are stopped' : 'Stopping entries…'}
      isOpen
      onClose={closeFollowUp}
      tone="danger"
      role="alertdialog"
    >
      <p className="dialog-text">
        Resting entries are canceled and new ones are blocked until you resume. Stops and targets
        stay at the venue.
      </p>
      <DialogForm onSubmit={() => again(false)}>
        <div className="kill-choices">
          <ActionButton size="large" onPress={closeFollowUp} shouldFocus>
            {positions === 0 ? 'Done' : 'Keep positions with their stops'}
          </ActionButton>
          <ActionButton
            tone="danger"
            size="large"
            isDisabled={positions === 0}
            onPress={() => again(true)}
          >
            {closeWords(positions)}
          </ActionButton>
        </div>
        <div className="kill-reason">
          <LineField label="Another reason, for the log" value={reason} onChange={setReason} />
          <ActionButton type="submit">Note it</ActionButton>
        </div>
      </DialogForm>
    </DeskDialog>
  )
}

/** Always in reach: one press stops. */
export function KillSwitch() {
  const isOpen = useFollowUp((state) => state.isOpen)
  return (
    <>
      <ActionButton tone="danger" label="Kill switch" onPress={pressKill}>
        <Icon name="stop" size={12} /> Kill switch
      </ActionButton>
      {isOpen ? <FollowUp /> : null}
    </>
  )
}
