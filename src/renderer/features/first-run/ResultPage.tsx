import { useMemo } from 'react'
import type { FillView } from '#contract/views.ts'
import { useSlice } from '../../state/desk-store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Dollars } from '../../ui/Amount.tsx'
import { FirstRunPage } from './FirstRunPage.tsx'
import { finishFirstRun, openStep } from './first-run.ts'
import { lastTrip } from './trip-result.ts'

const ENDINGS: Record<FillView['role'], string> = {
  entry: 'It was turned by another entry.',
  stop: 'Its stop at the exchange ended it; you did not have to be here.',
  target: 'Its target at the exchange ended it; you did not have to be here.',
  exit: 'You closed it, with a signature of its own.',
  foreign: 'It was ended by an order that this desk did not send.',
}

const WAYS: readonly {
  readonly title: string
  readonly steps: readonly string[]
}[] = [
  {
    title: 'Stay on paper',
    steps: [
      'Switch on a strategy: it proposes, you decide.',
      'The autopilot of the practice Ledger lets you watch for days.',
    ],
  },
  {
    title: 'Your own Ledger, on testnet',
    steps: [
      'On the Ledger screen choose “Set up for: Testnet”: account, address on the device, Raw messages, a practice message.',
      'Its last step restarts the desk on testnet.',
      'Get play money for that address at the testnet page of the venue.',
    ],
  },
  {
    title: 'Real money, much later',
    steps: [
      'The same steps under “Mainnet”: only a Ledger on USB, an address that you compared, and a typed confirmation.',
      'Read the safety model in the README first, and the code that signs.',
    ],
  },
]

function Ways() {
  return (
    <ul className="first-run-ways">
      {WAYS.map((way) => (
        <li key={way.title}>
          <h2>{way.title}</h2>
          <ol>
            {way.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  )
}

/** What the first trade came to, and where to go from here. */
export function ResultPage() {
  const fills = useSlice('fills')
  const trip = useMemo(() => lastTrip(fills), [fills])
  return (
    <FirstRunPage
      step="result"
      title={trip === null ? 'Where to go from here' : 'Closed. That was the whole road.'}
      lead={
        trip === null
          ? 'You can take up the guided bracket at any time.'
          : `${ENDINGS[trip.endedBy]} Every step of it is in the log, with the approval and the signature.`
      }
      actions={
        <>
          <ActionButton tone="ink" size="large" onPress={finishFirstRun}>
            Finish
          </ActionButton>
          <ActionButton tone="quiet" size="large" onPress={() => openStep('bracket')}>
            Do it once more
          </ActionButton>
        </>
      }
    >
      {trip === null ? null : (
        <dl className="first-run-figures">
          <div>
            <dt>Realised</dt>
            <dd>
              <Dollars value={trip.realised} isSigned name="tripRealised" />
            </dd>
          </div>
          <div>
            <dt>Fees</dt>
            <dd>
              <Dollars value={trip.fees} name="tripFees" />
            </dd>
          </div>
          <div>
            <dt>After fees</dt>
            <dd>
              <Dollars value={trip.net} isSigned name="tripNet" />
            </dd>
          </div>
        </dl>
      )}
      <Ways />
    </FirstRunPage>
  )
}
