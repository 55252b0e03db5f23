import './panel.css'
import type { ReactNode } from 'react'
import { useId } from 'react'

interface PanelProps {
  readonly title: string
  readonly className?: string
  /** To the right of the title. */
  readonly aside?: ReactNode
  readonly count?: number
  readonly children: ReactNode
}

/** A named region of the desk. */
export function Panel({ title, className = '', aside, count, children }: PanelProps) {
  const id = useId()
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 className="panel-title" id={id}>
          {title}
        </h2>
        {count === undefined || count === 0 ? null : <span className="panel-count">{count}</span>}
        <div className="panel-aside">{aside}</div>
      </header>
      <div className="panel-body">{children}</div>
    </section>
  )
}

interface EmptyProps {
  readonly title: string
  readonly children?: ReactNode
}

/** What a panel says when it has nothing to show, and what would change that. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children === undefined ? null : <div className="empty-text">{children}</div>}
    </div>
  )
}
