import { ActionButton } from '../../ui/ActionButton.tsx'
import type { IconName } from '../../ui/Icon.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { FirstRunPage } from './FirstRunPage.tsx'
import { leaveFirstRun, openStep } from './first-run.ts'

const FACTS: readonly { readonly icon: IconName; readonly title: string; readonly text: string }[] =
  [
    {
      icon: 'ledger',
      title: 'On paper',
      text: '$10,000 that do not exist, at an exchange that runs inside this window. No account, no deposit, no connection.',
    },
    {
      icon: 'device',
      title: 'With a practice Ledger',
      text: 'Two buttons and a small screen in a panel. It asks and signs byte for byte as the real one does.',
    },
    {
      icon: 'shield',
      title: 'Inside limits',
      text: 'Each trade risks 1 % at its stop and the day 3 %. A trade without a stop does not exist here.',
    },
  ]

/** What this is, before anything is asked. */
export function WelcomePage() {
  return (
    <FirstRunPage
      step="welcome"
      title="Your first bracket, in three minutes"
      lead="Countersign proposes, you approve, your Ledger signs. Try the whole road once, from a proposal to a closed position, with nothing at stake."
      actions={
        <>
          <ActionButton tone="ink" size="large" onPress={() => openStep('account')}>
            Begin
          </ActionButton>
          <ActionButton tone="quiet" size="large" onPress={() => leaveFirstRun('welcome')}>
            Look around by myself
          </ActionButton>
        </>
      }
    >
      <ul className="first-run-facts">
        {FACTS.map((fact) => (
          <li key={fact.title}>
            <Icon name={fact.icon} size={20} />
            <h2>{fact.title}</h2>
            <p>{fact.text}</p>
          </li>
        ))}
      </ul>
    </FirstRunPage>
  )
}
