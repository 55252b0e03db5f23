import { Button } from 'react-aria-components'
import { order } from '../../state/desk-request.ts'

interface DeviceButtonProps {
  readonly button: 'left' | 'right' | 'both'
  /** What it does now; empty when it does nothing. */
  readonly action: string
}

const NAMES = { left: 'Left button', right: 'Right button', both: 'Both buttons' }
const SIGNS = { left: '◀', right: '▶', both: '◀ ▶' }

/** One of the two keys, or both at once. It can be pressed at any time, as on the real thing. */
export function DeviceButton({ button, action }: DeviceButtonProps) {
  return (
    <Button
      className={`device-button device-button-${button}`}
      aria-label={action === '' ? NAMES[button] : `${NAMES[button]}: ${action}`}
      onPress={() => order('pressPracticeButton', { button })}
    >
      <span aria-hidden="true">{SIGNS[button]}</span>
      {button === 'both' ? (
        <span aria-hidden="true" className="device-action">
          {action === '' ? 'both' : action}
        </span>
      ) : null}
    </Button>
  )
}
