import './decline-form.css'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { LineField } from '../../ui/LineField.tsx'

interface DeclineFormProps {
  readonly onDecline: (reason: string) => void
  readonly onKeep: () => void
}

const USUAL = ['Not convinced', 'Price moved', 'Too large', 'News ahead']

/** Why not? One press on a usual reason is enough. */
export function DeclineForm({ onDecline, onKeep }: DeclineFormProps) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <Form
      className="decline"
      aria-label="Decline with a reason"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() === '') setProblem('Say why in a few words.')
        else onDecline(reason.trim())
      }}
    >
      <div className="decline-usual">
        {USUAL.map((text) => (
          <ActionButton
            key={text}
            size="small"
            label={`Decline: ${text.toLowerCase()}`}
            onPress={() => onDecline(text)}
          >
            {text}
          </ActionButton>
        ))}
      </div>
      <LineField
        label="Reason"
        value={reason}
        onChange={(text) => {
          setReason(text)
          setProblem(null)
        }}
        problem={problem}
        shouldFocus
        placeholder="or in your own words"
      />
      <div className="decline-actions">
        <ActionButton tone="quiet" onPress={onKeep}>
          Keep ticket
        </ActionButton>
        <ActionButton type="submit">Decline ticket</ActionButton>
      </div>
    </Form>
  )
}
