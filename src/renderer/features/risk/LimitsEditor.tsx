import './limits-editor.css'
import { useState } from 'react'
import type { LimitEditView, LimitInputsView, LimitSheetView } from '#contract/risk-views.ts'
import { ask, tell } from '../../state/desk-request.ts'
import { announce, notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { DeskDialog } from '../../ui/DeskDialog.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { LineField } from '../../ui/LineField.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { LimitDiff } from './LimitDiff.tsx'

const LOOSEN = 'LOOSEN'
const PROFILES = [
  { key: 'strict', text: 'Strict' },
  { key: 'standard', text: 'Standard' },
  { key: 'custom', text: 'Custom' },
] as const
type Profile = (typeof PROFILES)[number]['key']

interface FieldsProps {
  readonly sheet: LimitSheetView
  readonly inputs: LimitInputsView
  readonly problems: ReadonlyMap<string, string>
  readonly onChange: (name: string, text: string) => void
}

function Fields({ sheet, inputs, problems, onChange }: FieldsProps) {
  return (
    <div className="limit-fields">
      {sheet.fields.map(({ name, label, unit, isText }) => {
        const shared = {
          label,
          value: inputs[name] ?? '',
          onChange: (text: string) => onChange(name, text),
          problem: problems.get(name) ?? null,
        }
        return isText ? (
          <LineField key={name} {...shared} />
        ) : (
          <DecimalField key={name} {...shared} {...(unit === '' ? {} : { unit })} />
        )
      })}
    </div>
  )
}

interface ReviewProps {
  readonly edit: LimitEditView
  readonly onBack: () => void
  readonly onSave: (typedWord: string) => void
}

/** The difference before anything is saved; what allows more wants a word. */
function Review({ edit, onBack, onSave }: ReviewProps) {
  const [word, setWord] = useState('')
  const isLooser = edit.changes.some(({ direction }) => direction === 'loosened')
  return (
    <DialogForm onSubmit={() => onSave(word.trim())}>
      {edit.changes.length === 0 ? (
        <p className="dialog-text">Nothing would change.</p>
      ) : (
        <LimitDiff changes={edit.changes} />
      )}
      {isLooser ? (
        <>
          <p className="risk-warning">
            This allows more than before. It is written into the log; later it will need your Ledger
            and a day of waiting.
          </p>
          <LineField
            label={`Type ${LOOSEN} to allow more`}
            value={word}
            onChange={setWord}
            shouldFocus
          />
        </>
      ) : null}
      <div className="dialog-actions">
        <ActionButton tone="quiet" onPress={onBack}>
          Back
        </ActionButton>
        <ActionButton
          type="submit"
          tone="ink"
          isDisabled={edit.changes.length === 0 || (isLooser && word.trim() !== LOOSEN)}
        >
          Save the limits
        </ActionButton>
      </div>
    </DialogForm>
  )
}

interface EditorProps {
  readonly sheet: LimitSheetView
  /** From a file, to be looked through before it is saved. */
  readonly imported: LimitInputsView | null
  readonly onClose: () => void
}

const problemsOf = (edit: LimitEditView | null): ReadonlyMap<string, string> =>
  new Map((edit?.problems ?? []).map(({ field, allowed }) => [field, `Allowed: ${allowed}`]))

/** Chooses a profile or edits one, shows what would change, and saves it. */
export function LimitsEditor({ sheet, imported, onClose }: EditorProps) {
  const [inputs, setInputs] = useState(imported ?? sheet.inputs)
  const [profile, setProfile] = useState<Profile>(imported === null ? sheet.profile : 'custom')
  const [edit, setEdit] = useState<LimitEditView | null>(null)
  const isReview = edit !== null && edit.problems.length === 0

  const choose = (chosen: Profile): void => {
    setProfile(chosen)
    setEdit(null)
    if (chosen !== 'custom') setInputs(sheet.shipped[chosen])
  }
  const review = (): void => {
    ask('compareLimits', { inputs })
      .then((answer) => {
        if (answer.ok) setEdit(answer.value)
        else notify('error', answer.error.message)
      })
      .catch(() => notify('error', 'The desk does not answer.'))
  }
  const save = (typedWord: string): void => {
    tell('setLimits', { inputs, typedWord })
      .then((isTaken) => {
        if (!isTaken) return
        announce('The limits are saved.')
        onClose()
      })
      .catch(() => notify('error', 'The desk does not answer.'))
  }

  return (
    <DeskDialog
      title={isReview ? 'Save these limits?' : 'Limits'}
      isOpen
      onClose={onClose}
      size="wide"
    >
      {isReview ? (
        <Review edit={edit} onBack={() => setEdit(null)} onSave={save} />
      ) : (
        <DialogForm onSubmit={review}>
          <Segments label="Profile" segments={PROFILES} value={profile} onChange={choose} />
          <Fields
            sheet={sheet}
            inputs={inputs}
            problems={problemsOf(edit)}
            onChange={(name, text) => {
              setProfile('custom')
              setInputs({ ...inputs, [name]: text })
            }}
          />
          <div className="dialog-actions limit-actions">
            {edit === null ? null : (
              <p className="field-problem" role="alert">
                {edit.problems.length === 1
                  ? 'One value is not allowed.'
                  : `${edit.problems.length} values are not allowed.`}
              </p>
            )}
            <ActionButton tone="quiet" onPress={onClose}>
              Cancel
            </ActionButton>
            <ActionButton type="submit" tone="ink">
              Review changes
            </ActionButton>
          </div>
        </DialogForm>
      )}
    </DeskDialog>
  )
}
