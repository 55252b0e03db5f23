import './guide-band.css'
import type { FirstRunStep } from '#contract/first-run-steps.ts'
import { FIRST_RUN_STEPS } from '#contract/first-run-steps.ts'

/** How far the first run is: dots for the eye, "3 of 6" for everyone. */
export function StepDots({ step }: { readonly step: FirstRunStep }) {
  const at = FIRST_RUN_STEPS.indexOf(step)
  return (
    <p className="guide-steps">
      <span className="guide-dots" aria-hidden="true">
        {FIRST_RUN_STEPS.map((one, index) => (
          <span key={one} data-state={index < at ? 'done' : index === at ? 'now' : 'later'} />
        ))}
      </span>
      <span className="guide-number">
        <span className="visually-hidden">Step </span>
        {at + 1} of {FIRST_RUN_STEPS.length}
      </span>
    </p>
  )
}
