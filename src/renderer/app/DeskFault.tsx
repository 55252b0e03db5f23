import type { ReactNode } from 'react'
import { Component } from 'react'
import { order } from '../state/desk-request.ts'
import { ActionButton } from '../ui/ActionButton.tsx'

interface DeskFaultState {
  readonly fault: string | null
}

const REASON_MAX = 120

/**
 * The crash screen: a fault outside of any one screen. Entries are halted, because nobody can watch
 * them; the log is kept by main, and what rests at the venue goes on resting there.
 */
export class DeskFault extends Component<{ readonly children: ReactNode }, DeskFaultState> {
  override state: DeskFaultState = { fault: null }

  static getDerivedStateFromError(cause: unknown): DeskFaultState {
    return { fault: cause instanceof Error ? cause.message : String(cause) }
  }

  override componentDidCatch(cause: unknown): void {
    const why = cause instanceof Error ? cause.message : String(cause)
    const reason = `A fault of the window: ${why.slice(0, REASON_MAX)}`
    order('pressKill', { reason, shouldFlatten: false })
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (fault === null) return this.props.children
    return (
      <main className="waiting-screen">
        <h1>The window has a fault</h1>
        <div role="alert">
          <p>
            New entries are halted. The log is whole, nothing was sent by this, and stops and
            targets at the venue go on working.
          </p>
          <p>
            To go on: open the window again, look at your positions, then resume on the Risk screen.
            If it comes back, close Countersign and start it again; the folder “logs” in your data
            folder says what happened.
          </p>
          <p>{fault}</p>
        </div>
        <ActionButton onPress={() => this.setState({ fault: null })}>Open it again</ActionButton>
      </main>
    )
  }
}
