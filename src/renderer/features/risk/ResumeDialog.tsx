import { useState } from 'react'
import { order, tell } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { LineField } from '../../ui/LineField.tsx'

/** The engine's word; it compares letter by letter. */
const WORD = 'RESUME'

interface ResumeProps {
  readonly cause: string
  readonly onClose: () => void
}

/** Paper: entries come back when a person types the word. */
function ByWord({ onClose }: ResumeProps) {
  const [word, setWord] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const send = (): void => {
    if (word.trim() !== WORD) {
      setProblem(`Type ${WORD} in capitals.`)
      return
    }
    tell('resume', { typedWord: WORD })
      .then((isTaken) => {
        if (isTaken) onClose()
      })
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return (
    <DialogForm onSubmit={send}>
      <LineField
        label={`Type ${WORD} to go on`}
        value={word}
        onChange={(next) => {
          setWord(next)
          setProblem(null)
        }}
        problem={problem}
        shouldFocus
      />
      <div className="dialog-actions">
        <ActionButton tone="quiet" onPress={onClose}>
          Stay stopped
        </ActionButton>
        <ActionButton type="submit" tone="ink">
          Resume entries
        </ActionButton>
      </div>
    </DialogForm>
  )
}

/** Elsewhere: when the Ledger has signed account, reason and time. */
function ByDevice({ onClose }: ResumeProps) {
  const resume = useDesk((slices) => slices.risk.resume)
  const isAsking = resume?.isAsking ?? false
  return (
    <>
      <p className="dialog-text" role="status">
        {isAsking
          ? 'Read account, reason and time on the Ledger, then approve there.'
          : (resume?.problem ??
            'The Ledger shows account, reason and time; its signature resumes.')}
      </p>
      <div className="dialog-actions">
        <ActionButton tone="quiet" onPress={onClose}>
          Stay stopped
        </ActionButton>
        <ActionButton
          tone="ink"
          isPending={isAsking}
          onPress={() => order('resume', { typedWord: '' })}
          shouldFocus
        >
          Sign on the Ledger
        </ActionButton>
      </div>
    </>
  )
}

export function ResumeDialog(props: ResumeProps) {
  const isPaper = useDesk((slices) => slices.status.mode === 'paper')
  return (
    <DeskDialog title="Allow entries again?" isOpen onClose={props.onClose}>
      <p className="dialog-text">{props.cause}</p>
      {isPaper ? <ByWord {...props} /> : <ByDevice {...props} />}
    </DeskDialog>
  )
}
