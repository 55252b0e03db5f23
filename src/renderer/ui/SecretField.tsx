import { Input } from 'react-aria-components'
import type { FieldProps } from './FieldFrame.tsx'
import { FieldFrame } from './FieldFrame.tsx'

/** A line that nobody who looks on can read, and that no browser keeps. */
export function SecretField(field: FieldProps) {
  return (
    <FieldFrame {...field} lengthMax={400}>
      <Input
        className="text-field-input"
        type="password"
        autoComplete="off"
        spellCheck="false"
        placeholder={field.placeholder ?? ''}
      />
    </FieldFrame>
  )
}
