import './blank-slip.css'
import type { ReactNode } from 'react'

/** An unwritten ticket: what will be here, and who signs where. */
export function BlankSlip({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <div className="blank-slip">
      <p className="blank-title">{title}</p>
      <p className="blank-text">{children}</p>
      <ol className="blank-lines">
        <li>
          <span className="blank-line" aria-hidden="true" />
          You approve
        </li>
        <li>
          <span className="blank-line" aria-hidden="true" />
          Your Ledger countersigns
        </li>
      </ol>
    </div>
  )
}
