import './decimal-field.css'
import type { ReactNode } from 'react'
import { FieldError, Label, Text, TextField } from 'react-aria-components'

export interface FieldProps {
  readonly label: string
  /** What was typed, as it was typed. */
  readonly value: string
  readonly onChange: (text: string) => void
  readonly placeholder?: string
  readonly hint?: string
  readonly problem?: string | null
  readonly isDisabled?: boolean
  readonly shouldFocus?: boolean
}

interface FieldFrameProps extends FieldProps {
  /** Where the place says what it is for; read out all the same. */
  readonly isLabelHidden?: boolean
  readonly lengthMax?: number
  /** The input itself. */
  readonly children: ReactNode
}

/** Label above, hint or problem below, and what joins them for a screen reader. */
export function FieldFrame(props: FieldFrameProps) {
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
      {...(props.lengthMax === undefined ? {} : { maxLength: props.lengthMax })}
    >
      <Label className={props.isLabelHidden ? 'visually-hidden' : 'field-label'}>
        {props.label}
      </Label>
      {props.children}
      {props.hint === undefined || problem !== null ? null : (
        <Text slot="description" className="field-hint">
          {props.hint}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  )
}
