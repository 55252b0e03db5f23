import type { ReactNode } from 'react'
import { Icon } from '../../ui/Icon.tsx'

interface StepBoxProps {
  readonly number: number
  readonly title: string
  readonly isDone: boolean
  readonly children: ReactNode
}

/** One step of the set-up, with a tick once it was seen through. */
export function StepBox({ number, title, isDone, children }: StepBoxProps) {
  return (
    <li className="step" data-done={isDone}>
      <span className="step-number" aria-hidden="true">
        {isDone ? <Icon name="check" size={12} /> : number}
      </span>
      <div className="step-body">
        <h3 className="step-title">
          {title}
          {isDone ? <span className="visually-hidden"> (done)</span> : null}
        </h3>
        {children}
      </div>
    </li>
  )
}

/** What went wrong in a step and what to do; nothing where all is well. */
export function StepProblem({ problem }: { readonly problem: string | null }) {
  if (problem === null) return null
  return (
    <div className="custody-problem" role="alert">
      <Icon name="warning" />
      <p>{problem}</p>
    </div>
  )
}
