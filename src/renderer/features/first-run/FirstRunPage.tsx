import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import type { FirstRunStep } from '#contract/first-run-steps.ts'
import { StepDots } from './StepDots.tsx'

interface FirstRunPageProps {
  readonly step: FirstRunStep
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
  readonly actions: ReactNode
}

/** One page: heading, what there is to know, and the ways on. */
export function FirstRunPage({ step, title, lead, children, actions }: FirstRunPageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <article className="first-run-page">
      <StepDots step={step} />
      <h1 className="first-run-title" tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <p className="first-run-lead">{lead}</p>
      {children}
      <div className="first-run-actions">{actions}</div>
    </article>
  )
}
