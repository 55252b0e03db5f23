import './countdown.css'
import { useSecondsUntil } from '../../state/desk-clock.ts'
import { countdownText } from '../../ui/time-text.ts'

interface CountdownProps {
  readonly untilMs: number
  /** The whole time there was, for the length of the bar. */
  readonly totalMs: number
  readonly label: string
}

/** Time that is left, as a line that shortens and as a figure. */
export function Countdown({ untilMs, totalMs, label }: CountdownProps) {
  const seconds = useSecondsUntil(untilMs)
  const share = totalMs <= 0 ? 0 : Math.min(1, (seconds * 1000) / totalMs)
  const tone = seconds <= 15 ? 'late' : 'calm'
  return (
    <div className="countdown" data-tone={tone}>
      <span className="countdown-bar" aria-hidden="true">
        <span className="countdown-left" style={{ transform: `scaleX(${share})` }} />
      </span>
      <span className="countdown-text" role="timer" aria-label={label}>
        {seconds === 0 ? 'ended' : `${countdownText(seconds)} left`}
      </span>
    </div>
  )
}
