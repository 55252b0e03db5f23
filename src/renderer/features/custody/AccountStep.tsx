import { useState } from 'react'
import { Button, Input, Label, NumberField } from 'react-aria-components'
import type { AccountChoiceView, DeviceTarget, PathScheme } from '#contract/custody.ts'
import { ACCOUNTS_A_PAGE } from '#contract/custody-words.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { LinuxNote } from './LinuxNote.tsx'
import { StepBox, StepProblem } from './StepBox.tsx'
import { useDeviceRequest } from './use-device-request.ts'

const SCHEMES = [
  { key: 'ledgerLive', text: 'Ledger Live' },
  { key: 'legacy', text: 'Legacy' },
] as const

/** The last page that has five accounts on it. */
const FROM_MAX = 995

interface AccountStepProps {
  readonly target: DeviceTarget
  /** The account that this data folder belongs to. */
  readonly ownPath: string | null
  readonly chosen: AccountChoiceView | null
  readonly onChoose: (account: AccountChoiceView) => void
}

/** Reads accounts off the device, five at a time, and lets one be chosen. */
export function AccountStep({ target, ownPath, chosen, onChoose }: AccountStepProps) {
  const [scheme, setScheme] = useState<PathScheme>('ledgerLive')
  const [from, setFrom] = useState(0)
  const reading = useDeviceRequest('readAccounts', { target, scheme, from })
  const accounts = reading.value ?? []
  const readFrom = (first: number): void => {
    const wanted = Math.min(Math.max(0, first), FROM_MAX)
    setFrom(wanted)
    reading.startWith({ target, scheme, from: wanted })
  }
  return (
    <StepBox number={1} title="Connect and choose the account" isDone={chosen !== null}>
      <p className="custody-small">
        Plug the Ledger in, unlock it and open the Ethereum app. Only addresses are read; the keys
        never leave the device.
      </p>
      <div className="step-row">
        <Segments label="Kind of path" segments={SCHEMES} value={scheme} onChange={setScheme} />
        <NumberField
          className="first-account"
          value={from + 1}
          onChange={(first) => setFrom(Number.isNaN(first) ? 0 : first - 1)}
          minValue={1}
          maxValue={FROM_MAX + 1}
        >
          <Label className="field-label">From account</Label>
          <Input className="text-field-input first-account-input" />
        </NumberField>
        <ActionButton onPress={reading.start} isPending={reading.isWaiting}>
          {accounts.length === 0 ? 'Read accounts' : 'Read again'}
        </ActionButton>
        {accounts.length === 0 ? null : (
          <ActionButton
            tone="quiet"
            onPress={() => readFrom(from + ACCOUNTS_A_PAGE)}
            label={`Read accounts ${from + ACCOUNTS_A_PAGE + 1} to ${from + 2 * ACCOUNTS_A_PAGE}`}
            isDisabled={reading.isWaiting || from >= FROM_MAX}
          >
            Next five
          </ActionButton>
        )}
      </div>
      <StepProblem problem={reading.problem} />
      <LinuxNote />
      {accounts.length === 0 ? null : (
        <ul className="account-list" aria-label="Accounts">
          {accounts.map((account) => (
            <li key={account.derivationPath}>
              <Button
                className="account-choice"
                aria-pressed={chosen?.derivationPath === account.derivationPath}
                onPress={() => onChoose(account)}
              >
                <code>{account.derivationPath}</code>
                <code>{account.address}</code>
                <span className="account-mark">
                  {account.derivationPath === ownPath ? 'this desk' : ''}
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </StepBox>
  )
}
