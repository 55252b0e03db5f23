import './risk-screen.css'
import { use } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { DecisionView } from '#contract/risk-views.ts'
import { Discreet } from '../../ui/discreet.ts'
import { plainWords } from '../../ui/plain-words.ts'

/** What a decision rested on, behind one press. */
export function DecisionNumbers({ decision }: { readonly decision: DecisionView }) {
  const isHidden = use(Discreet)
  const numbers = Object.entries(decision.numbers)
  if (numbers.length === 0) return <span className="amount-unknown">–</span>
  return (
    <DialogTrigger>
      <Button
        className="button button-quiet button-small"
        aria-label={`Numbers of ${decision.ticketId}`}
      >
        {numbers.length} numbers
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="decision-numbers" aria-label={`Numbers of ${decision.ticketId}`}>
          <code className="decision-code">{decision.code}</code>
          <dl>
            {numbers.map(([name, value]) => (
              <div key={name}>
                <dt>{plainWords(name)}</dt>
                <dd className="selectable">{isHidden ? '•••' : value}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
