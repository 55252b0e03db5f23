import './screen-frame.css'
import type { ReactNode } from 'react'

interface ScreenFrameProps {
  readonly title: string
  /** One line below the title: what this screen is for. */
  readonly lead?: string
  /** Controls at the right of the title. */
  readonly aside?: ReactNode
  /** `fill`: the children share the height and scroll by themselves; `page`: all of it scrolls. */
  readonly layout?: 'fill' | 'page'
  readonly children: ReactNode
}

/** The frame of every screen but the desk: its heading takes the focus when the screen is opened. */
export function ScreenFrame({ title, lead, aside, layout = 'page', children }: ScreenFrameProps) {
  return (
    <div className={`screen-frame screen-frame-${layout}`}>
      <header className="screen-head">
        <div className="screen-words">
          <h1 className="screen-title" tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p className="screen-lead">{lead}</p>}
        </div>
        {aside === undefined ? null : <div className="screen-aside">{aside}</div>}
      </header>
      <div className="screen-content">{children}</div>
    </div>
  )
}
