import './toggle.css'
import type { ReactNode } from 'react'
import { Switch } from 'react-aria-components'

interface ToggleProps {
  readonly children: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
  readonly label?: string
}

export function Toggle({ children, isOn, onChange, isDisabled = false, label }: ToggleProps) {
  return (
    <Switch
      className="toggle"
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      <span className="toggle-track" aria-hidden="true">
        <span className="toggle-knob" />
      </span>
      {children}
    </Switch>
  )
}
