import './risk.css'
import { useState } from 'react'
import type { StatusView } from '#contract/views.ts'
import { useDesk } from '../../state/desk-store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { plainWords } from '../../ui/plain-words.ts'
import { momentText } from '../../ui/time-text.ts'
import { openKillFollowUp } from './KillSwitch.tsx'
import { ResumeDialog } from './ResumeDialog.tsx'

function sentence(risk: StatusView['risk']): string {
  const why = risk.reason ?? (risk.cause === null ? '' : `Cause: ${plainWords(risk.cause)}.`)
  const until = risk.untilMs === null ? '' : ` Until ${momentText(risk.untilMs)} UTC.`
  const end = why === '' || /[.!?]$/.test(why) ? '' : '.'
  return `${why}${end}${until}`
}

/** Says that entries are stopped, why, and how they come back. Absent while all is well. */
export function RiskBanner() {
  const { risk, hasPositions } = useDesk((slices) => ({
    risk: slices.status.risk,
    hasPositions: slices.positions.length > 0,
  }))
  const [isAsking, setIsAsking] = useState(false)
  if (risk.state === 'active') return null
  const isHalted = risk.state === 'halted'
  return (
    <div className="banner" data-tone={isHalted ? 'danger' : 'warning'} role="status">
      <Icon name={isHalted ? 'stop' : 'warning'} />
      <p>
        <strong>{isHalted ? 'Entries are stopped.' : 'Only closing is allowed now.'}</strong>{' '}
        {sentence(risk)}
      </p>
      {isHalted && hasPositions && risk.cause === 'killSwitch' ? (
        <ActionButton size="small" onPress={openKillFollowUp}>
          Close positions…
        </ActionButton>
      ) : null}
      {isHalted ? (
        <ActionButton size="small" onPress={() => setIsAsking(true)}>
          Resume…
        </ActionButton>
      ) : null}
      {isAsking && isHalted ? (
        <ResumeDialog cause={sentence(risk)} onClose={() => setIsAsking(false)} />
      ) : null}
    </div>
  )
}
