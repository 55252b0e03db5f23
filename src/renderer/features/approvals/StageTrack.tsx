import './stage-track.css'
import type { TicketView } from '#contract/views.ts'
import { Icon } from '../../ui/Icon.tsx'
import { STEPS, stageWord, stepIndex, waitingSentence } from './ticket-words.ts'

/** Preparing, on device, signed, submitted: where the signature is. */
export function StageTrack({ ticket }: { readonly ticket: TicketView }) {
  const { stage } = ticket
  const current = stepIndex(stage)
  return (
    <div className="stages">
      <ol className="stage-track" aria-label="Progress of the signature">
        {STEPS.map((step, index) => (
          <li
            key={step}
            className="stage-step"
            data-state={index < current ? 'past' : index === current ? 'now' : 'ahead'}
            aria-current={index === current ? 'step' : undefined}
          >
            <span className="stage-dot" aria-hidden="true">
              {index < current ? <Icon name="check" size={10} /> : null}
            </span>
            {stageWord(step)}
          </li>
        ))}
      </ol>
      <p className="stage-sentence" role="status">
        {waitingSentence(ticket)}
      </p>
    </div>
  )
}
