import './ticket-reasons.css'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import type { TicketView } from '#contract/views.ts'
import { capSentence } from '../../state/cap-words.ts'
import { Icon } from '../../ui/Icon.tsx'
import { capitalised, plainWords } from '../../ui/plain-words.ts'

const share = (part: number): string => `${Math.round(part * 100)} %`

function Confluence({ parts }: { readonly parts: TicketView['confluence'] }) {
  return (
    <table className="confluence" aria-label="Confluence">
      <thead>
        <tr>
          <th scope="col">Confluence</th>
          <th scope="col">Score</th>
          <th scope="col">Weight</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.name}>
            <th scope="row">
              {capitalised(plainWords(part.name))}
              <span className="confluence-bar" aria-hidden="true">
                <span style={{ transform: `scaleX(${part.score})` }} />
              </span>
            </th>
            <td>{share(part.score)}</td>
            <td>{share(part.weight)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Why this order and why this size: the parts of the signal and the numbers of the risk manager. */
export function TicketReasons({ ticket }: { readonly ticket: TicketView }) {
  const numbers = Object.entries(ticket.riskNumbers)
  return (
    <div className="reasons">
      {ticket.bindingCap === null || ticket.kind !== 'bracket' ? null : (
        <p className="reasons-cap">{capSentence(ticket.bindingCap)}</p>
      )}
      {ticket.confluence.length === 0 ? null : <Confluence parts={ticket.confluence} />}
      {numbers.length === 0 ? null : (
        <Disclosure className="reasons-more">
          <Heading level={4}>
            <Button slot="trigger" className="reasons-trigger">
              <Icon name="chevron" size={12} /> Numbers of the risk manager
            </Button>
          </Heading>
          <DisclosurePanel>
            <dl className="reasons-numbers selectable">
              {numbers.map(([name, value]) => (
                <div key={name}>
                  <dt>{capitalised(plainWords(name))}</dt>
                  <dd data-exact={value}>{value}</dd>
                </div>
              ))}
            </dl>
          </DisclosurePanel>
        </Disclosure>
      )}
    </div>
  )
}
