import './decimal-field.css'
import { FieldError, Input, Label, TextField } from 'react-aria-components'

interface LineFieldProps {
  readonly label: string
  /** Where the place says what it is for; read out all the same. */
  readonly isLabelHidden?: boolean
  readonly value: string
  readonly onChange: (text: string) => void
  readonly placeholder?: string
  readonly lengthMax?: number
  readonly problem?: string | null
  readonly shouldFocus?: boolean
}

/** One line of words. */
export function LineField(props: LineFieldProps) {
  const problem = props.problem ?? null
  return (
    <TextField
      className="decimal-field"
      value={props.value}
      onChange={props.onChange}
      isInvalid={problem !== null}
      validationBehavior="aria"
      maxLength={props.lengthMax ?? 200}
      autoFocus={props.shouldFocus ?? false}
    >
      <Label className={props.isLabelHidden ? 'visually-hidden' : 'field-label'}>
        {props.label}
      </Label>
      <Input
        className="text-field-input"
        autoComplete="off"
        spellCheck="false"
        placeholder={props.placeholder ?? ''}
      />
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  )
}
