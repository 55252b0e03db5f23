import { Input } from 'react-aria-components'
import type { FieldProps } from './FieldFrame.tsx'
import { FieldFrame } from './FieldFrame.tsx'

interface LineFieldProps extends FieldProps {
  readonly isLabelHidden?: boolean
  readonly lengthMax?: number
}

/** One line of words. */
export function LineField({ lengthMax = 200, ...field }: LineFieldProps) {
  return (
    <FieldFrame {...field} lengthMax={lengthMax}>
      <Input
        className="text-field-input"
        autoComplete="off"
        spellCheck="false"
        placeholder={field.placeholder ?? ''}
      />
    </FieldFrame>
  )
}
