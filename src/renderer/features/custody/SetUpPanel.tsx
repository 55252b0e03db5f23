import './set-up-panel.css'
import { useState } from 'react'
import type { AccountChoiceView, PracticeSignatureView } from '#contract/custody.ts'
import { useDesk } from '../../state/desk-store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { AccountStep } from './AccountStep.tsx'
import { DeviceNote } from './DeviceNote.tsx'
import { RawMessagesGuide } from './RawMessagesGuide.tsx'
import { StepBox, StepProblem } from './StepBox.tsx'
import type { DeviceRequest } from './use-device-request.ts'
import { useDeviceRequest } from './use-device-request.ts'

function CompareStep({ account }: { readonly account: AccountChoiceView }) {
  const comparing = useDeviceRequest('compareAddress', { derivationPath: account.derivationPath })
  const isDone = comparing.value?.address === account.address
  return (
    <StepBox number={2} title="Compare the address on the device" isDone={isDone}>
      <p className="custody-small">
        A screen can be made to lie, the one of the Ledger not. Let it show the address and compare
        every digit with this one.
      </p>
      <p
        className="address-large selectable"
        data-name="chosenAddress"
        data-exact={account.address}
      >
        {account.address}
      </p>
      {comparing.isWaiting ? <DeviceNote question={null} /> : null}
      <StepProblem problem={comparing.problem} />
      {isDone ? <p role="status">The device shows the same address.</p> : null}
      <ActionButton onPress={comparing.start} isPending={comparing.isWaiting}>
        Show it on the Ledger
      </ActionButton>
    </StepBox>
  )
}

type PracticeSigning = DeviceRequest<PracticeSignatureView, Record<string, never>>

function PracticeStep({ signing }: { readonly signing: PracticeSigning }) {
  const question = useDesk((slices) => slices.custody.deviceQuestion)
  return (
    <StepBox number={4} title="Sign a practice message" isDone={signing.value !== null}>
      <p className="custody-small">
        It looks like an order will look and does nothing. If the Ledger refuses it, Raw messages is
        still off.
      </p>
      {signing.isWaiting ? <DeviceNote question={question} /> : null}
      <StepProblem problem={signing.problem} />
      {signing.value === null ? null : (
        <p role="status">
          Signed, and the signature is of{' '}
          <code data-name="practiceSigner" data-exact={signing.value.recoveredAddress}>
            {signing.value.recoveredAddress}
          </code>
          .
        </p>
      )}
      <ActionButton onPress={signing.start} isPending={signing.isWaiting}>
        Sign a practice message
      </ActionButton>
    </StepBox>
  )
}

/** From the box to the first signature, one step after the other; each can be done again. */
export function SetUpPanel() {
  const { accountAddress, derivationPath } = useDesk((slices) => ({
    accountAddress: slices.custody.accountAddress,
    derivationPath: slices.custody.derivationPath,
  }))
  const own =
    accountAddress === null || derivationPath === null
      ? null
      : { address: accountAddress, derivationPath }
  const [chosen, setChosen] = useState<AccountChoiceView | null>(null)
  const signing = useDeviceRequest('signPractice', {})
  const shown = chosen ?? own
  const isOther = chosen !== null && chosen.address.toLowerCase() !== accountAddress?.toLowerCase()
  return (
    <Panel title="Set up and check your Ledger" className="custody-panel">
      <ol className="steps">
        <AccountStep ownPath={derivationPath} chosen={chosen} onChoose={setChosen} />
        {shown === null ? null : <CompareStep key={shown.derivationPath} account={shown} />}
        <StepBox number={3} title="Switch Raw messages on" isDone={signing.value !== null}>
          <RawMessagesGuide />
        </StepBox>
        <PracticeStep signing={signing} />
      </ol>
      {isOther ? (
        <p className="custody-small" role="note">
          This desk and its log belong to {accountAddress}. To trade another account, start
          Countersign with a data folder of its own: <code>--data FOLDER</code>.
        </p>
      ) : null}
    </Panel>
  )
}
