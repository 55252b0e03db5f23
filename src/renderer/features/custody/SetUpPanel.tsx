import './set-up-panel.css'
import { useState } from 'react'
import type { AccountChoiceView, DeviceTarget, PracticeSignatureView } from '#contract/custody.ts'
import { useDesk } from '../../state/desk-store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Panel } from '../../ui/Panel.tsx'
import type { Segment } from '../../ui/Segments.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { AccountStep } from './AccountStep.tsx'
import { DeviceNote } from './DeviceNote.tsx'
import { OpenVenueStep } from './OpenVenueStep.tsx'
import { RawMessagesGuide } from './RawMessagesGuide.tsx'
import { StepBox, StepProblem } from './StepBox.tsx'
import type { DeviceRequest } from './use-device-request.ts'
import { useDeviceRequest } from './use-device-request.ts'

interface CompareStepProps {
  readonly target: DeviceTarget
  readonly account: AccountChoiceView
  readonly onCompared: () => void
}

function CompareStep({ target, account, onCompared }: CompareStepProps) {
  const { derivationPath } = account
  const comparing = useDeviceRequest('compareAddress', { target, derivationPath }, onCompared)
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

type PracticeSigning = DeviceRequest<PracticeSignatureView, { readonly target: DeviceTarget }>

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

const TARGET_TEXTS: Record<DeviceTarget, string> = {
  desk: 'This desk',
  testnet: 'Testnet',
  mainnet: 'Mainnet',
}

function OtherAccountNote({ address }: { readonly address: string | null }) {
  return (
    <p className="custody-small" role="note">
      This desk and its log belong to {address}. To trade another account, start Countersign with a
      data folder of its own: <code>--data FOLDER</code>.
    </p>
  )
}

/** The steps for one venue; each can be done again. */
function SetUpSteps({ target }: { readonly target: DeviceTarget }) {
  const { accountAddress, derivationPath } = useDesk((slices) => ({
    accountAddress: slices.custody.accountAddress,
    derivationPath: slices.custody.derivationPath,
  }))
  const isOwn = target === 'desk'
  const own =
    !isOwn || accountAddress === null || derivationPath === null
      ? null
      : { address: accountAddress, derivationPath }
  const [chosen, setChosen] = useState<AccountChoiceView | null>(null)
  const signing = useDeviceRequest('signPractice', { target })
  const [comparisons, setComparisons] = useState(0)
  const shown = chosen ?? own
  const isOther = chosen !== null && chosen.address.toLowerCase() !== accountAddress?.toLowerCase()
  return (
    <>
      <ol className="steps">
        <AccountStep
          target={target}
          ownPath={isOwn ? derivationPath : null}
          chosen={chosen}
          onChoose={setChosen}
        />
        {shown === null ? null : (
          <CompareStep
            key={shown.derivationPath}
            target={target}
            account={shown}
            onCompared={() => setComparisons(comparisons + 1)}
          />
        )}
        <StepBox number={3} title="Switch Raw messages on" isDone={signing.value !== null}>
          <RawMessagesGuide />
        </StepBox>
        <PracticeStep signing={signing} />
        {isOwn ? null : <OpenVenueStep key={comparisons} mode={target} />}
      </ol>
      {isOwn && isOther ? <OtherAccountNote address={accountAddress} /> : null}
    </>
  )
}

function BackToPaper() {
  const opening = useDeviceRequest('openVenue', { mode: 'paper', typedWord: '' })
  return (
    <>
      <ActionButton tone="quiet" onPress={opening.start} isPending={opening.isWaiting}>
        Restart on paper
      </ActionButton>
      <StepProblem problem={opening.problem} />
    </>
  )
}

/** From the box to the first signature, for this desk or for a venue that is opened next. */
export function SetUpPanel() {
  const mode = useDesk((slices) => slices.status.mode)
  const [target, setTarget] = useState<DeviceTarget>('desk')
  const segments: Segment<DeviceTarget>[] = (['desk', 'testnet', 'mainnet'] as const)
    .filter((one) => one !== mode)
    .map((one) => ({ key: one, text: TARGET_TEXTS[one] }))
  return (
    <Panel title="Set up and check your Ledger" className="custody-panel">
      <div className="step-row set-up-target">
        <span>Set up for</span>
        <Segments label="Set up for" segments={segments} value={target} onChange={setTarget} />
        {mode === 'paper' ? null : <BackToPaper />}
      </div>
      <SetUpSteps key={target} target={target} />
    </Panel>
  )
}
