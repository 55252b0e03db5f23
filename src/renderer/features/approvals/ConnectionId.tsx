import './connection-id.css'
import { useId } from 'react'
import { hexGroups } from './ticket-words.ts'

/** What the device must show: the hash that binds the order, in groups that eyes can walk. */
export function ConnectionId(props: { readonly value: string; readonly isSigned: boolean }) {
  const { value, isSigned } = props
  const id = useId()
  return (
    <div className="connection">
      <h4 className="connection-title" id={id}>
        connectionId <span>{isSigned ? 'was signed' : 'must be the same on your Ledger'}</span>
      </h4>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
      <div className="connection-groups selectable" role="group" aria-labelledby={id}>
        <span className="connection-prefix">0x</span>
        <code className="connection-digits" data-exact={value} data-name="connectionId">
          {hexGroups(value).map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a digit group is its place
            <span key={index}>{group} </span>
          ))}
        </code>
      </div>
    </div>
  )
}
