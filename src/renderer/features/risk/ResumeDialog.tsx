import { useState } from 'react'
import { tell } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { LineField } from '../../ui/LineField.tsx'

/** The engine's word; it compares letter by letter. */
const WORD = 'RESUME'

/** Entries come back only when a person types the word. */
export function ResumeDialog(props: { readonly cause: string; readonly onClose: () => void }) {
  const [word, setWord] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const send = (): void => {
    if (word.trim() !== WORD) {
      setProblem(`Type ${WORD} in capitals.`)
      return
    }
    tell('resume', { typedWord: WORD })
      .then((isTaken) => {
        if (isTaken) props.onClose()
      })
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  return (
    <DeskDialog title="Allow entries again?" isOpen onClose={props.onClose}>
      <p className="dialog-text">{props.cause}</p>
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
          <ActionButton tone="quiet" onPress={props.onClose}>
            Stay stopped
          </ActionButton>
          <ActionButton type="submit" tone="ink">
            Resume entries
          </ActionButton>
        </div>
      </DialogForm>
    </DeskDialog>
  )
}
