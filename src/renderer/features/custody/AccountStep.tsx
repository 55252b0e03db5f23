import { useState } from 'react'
import { Button } from 'react-aria-components'
import type { AccountChoiceView, PathScheme } from '#contract/custody.ts'
import { ACCOUNTS_A_PAGE } from '#contract/custody.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { StepBox, StepProblem } from './StepBox.tsx'
import { useDeviceRequest } from './use-device-request.ts'

const SCHEMES = [
  { key: 'ledgerLive', text: 'Ledger Live' },
  { key: 'legacy', text: 'Legacy' },
] as const

interface AccountStepProps {
  /** The account that this data folder belongs to. */
  readonly ownPath: string | null
  readonly chosen: AccountChoiceView | null
  readonly onChoose: (account: AccountChoiceView) => void
}

/** Reads accounts off the device, five at a time, and lets one be chosen. */
export function AccountStep({ ownPath, chosen, onChoose }: AccountStepProps) {
  const [scheme, setScheme] = useState<PathScheme>('ledgerLive')
  const [from, setFrom] = useState(0)
  const reading = useDeviceRequest('readAccounts', { scheme, from })
  const accounts = reading.value ?? []
  return (
    <StepBox number={1} title="Connect and choose the account" isDone={chosen !== null}>
      <p className="custody-small">
        Plug the Ledger in, unlock it and open the Ethereum app. Only addresses are read; the keys
        never leave the device.
      </p>
      <div className="step-row">
        <Segments label="Kind of path" segments={SCHEMES} value={scheme} onChange={setScheme} />
        <ActionButton onPress={reading.start} isPending={reading.isWaiting}>
          {accounts.length === 0 ? 'Read accounts' : 'Read again'}
        </ActionButton>
        {accounts.length === 0 ? null : (
          <ActionButton
            tone="quiet"
            onPress={() => setFrom(from + ACCOUNTS_A_PAGE)}
            label={`From account ${from + ACCOUNTS_A_PAGE + 1} on`}
          >
            Next five
          </ActionButton>
        )}
      </div>
      <StepProblem problem={reading.problem} />
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
