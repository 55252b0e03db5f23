import './action-button.css'
import type { ReactNode, Ref } from 'react'
import { Button } from 'react-aria-components'

export type ButtonTone = 'plain' | 'quiet' | 'ink' | 'buy' | 'sell' | 'danger'

interface ActionButtonProps {
  readonly children: ReactNode
  readonly onPress?: () => void
  readonly tone?: ButtonTone
  readonly size?: 'small' | 'normal' | 'large'
  readonly label?: string
  readonly describedBy?: string
  readonly isDisabled?: boolean
  readonly isPending?: boolean
  readonly shouldFocus?: boolean
  readonly type?: 'button' | 'submit'
  readonly keyShortcuts?: string
  readonly ref?: Ref<HTMLButtonElement>
}

export function ActionButton(props: ActionButtonProps) {
  // React Aria's own pending state tells of a button that may be gone when it is read out
  const isPending = props.isPending ?? false
  const { children, tone = 'plain', size = 'normal', type = 'button' } = props
  return (
    <Button
      ref={props.ref ?? null}
      type={type}
      className={`button button-${tone} button-${size}`}
      onPress={() => {
        if (!isPending) props.onPress?.()
      }}
      isDisabled={props.isDisabled ?? false}
      {...(isPending ? { 'data-pending': true, 'aria-busy': true } : {})}
      autoFocus={props.shouldFocus ?? false}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.describedBy === undefined ? {} : { 'aria-describedby': props.describedBy })}
    >
      {children}
    </Button>
  )
}
