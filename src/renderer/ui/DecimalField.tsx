import { Input } from 'react-aria-components'
import type { FieldProps } from './FieldFrame.tsx'
import { FieldFrame } from './FieldFrame.tsx'

interface DecimalFieldProps extends FieldProps {
  readonly unit?: string
}

/** A field for an exact decimal: it stays text, so no digit is lost on the way. */
export function DecimalField({ unit, ...field }: DecimalFieldProps) {
  return (
    <FieldFrame {...field}>
      <span className="decimal-field-box">
        <Input
          className="decimal-field-input"
          inputMode="decimal"
          autoComplete="off"
          spellCheck="false"
          placeholder={field.placeholder ?? ''}
        />
        {unit === undefined ? null : (
          <span className="decimal-field-unit" aria-hidden="true">
            {unit}
          </span>
        )}
      </span>
    </FieldFrame>
  )
}
