import './decimal-field.css'
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components'

interface DecimalFieldProps {
  readonly label: string
  /** What was typed, as it was typed. */
  readonly value: string
  readonly onChange: (text: string) => void
  readonly unit?: string
  readonly placeholder?: string
  readonly hint?: string
  readonly problem?: string | null
  readonly isDisabled?: boolean
  readonly shouldFocus?: boolean
}

/** A field for an exact decimal: it stays text, so no digit is lost on the way. */
export function DecimalField(props: DecimalFieldProps) {
  const problem = props.problem ?? null
  return (
    <TextField
      className="decimal-field"
      value={props.value}
      onChange={props.onChange}
      isInvalid={problem !== null}
      validationBehavior="aria"
      isDisabled={props.isDisabled ?? false}
      autoFocus={props.shouldFocus ?? false}
    >
      <Label className="field-label">{props.label}</Label>
      <span className="decimal-field-box">
        <Input
          className="decimal-field-input"
          inputMode="decimal"
          autoComplete="off"
          spellCheck="false"
          placeholder={props.placeholder ?? ''}
        />
        {props.unit === undefined ? null : (
          <span className="decimal-field-unit" aria-hidden="true">
            {props.unit}
          </span>
        )}
      </span>
      {props.hint === undefined || problem !== null ? null : (
        <Text slot="description" className="field-hint">
          {props.hint}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  )
}
