import type { ReactNode } from 'react'
import { Component } from 'react'
import { ActionButton } from '../ui/ActionButton.tsx'
import { ScreenFrame } from '../ui/ScreenFrame.tsx'

interface ScreenFaultState {
  readonly fault: string | null
}

/**
 * A fault in one screen stays in that screen: the status bar, the kill switch and the other screens
 * are still there, and trading goes on in the process behind them.
 */
export class ScreenFault extends Component<{ readonly children: ReactNode }, ScreenFaultState> {
  override state: ScreenFaultState = { fault: null }

  static getDerivedStateFromError(cause: unknown): ScreenFaultState {
    return { fault: cause instanceof Error ? cause.message : String(cause) }
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (fault === null) return this.props.children
    return (
      <ScreenFrame title="This screen has a fault">
        <div role="alert">
          <p>The desk behind it goes on; nothing was sent by this. {fault}</p>
        </div>
        <ActionButton onPress={() => this.setState({ fault: null })}>Open it again</ActionButton>
      </ScreenFrame>
    )
  }
}
