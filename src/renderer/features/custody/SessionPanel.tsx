import './session-panel.css'
import { useState } from 'react'
import type { SessionView } from '#contract/custody-views.ts'
import { useSecondsUntil } from '../../state/desk-clock.ts'
import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { exactMoment } from '../../ui/time-text.ts'
import { DeviceNote } from './DeviceNote.tsx'
import { leftText, sessionSentence } from './session-words.ts'

const HOURS = [
  { key: '1', text: '1 h' },
  { key: '4', text: '4 h' },
  { key: '8', text: '8 h' },
  { key: '24', text: '24 h' },
] as const
type Hours = (typeof HOURS)[number]['key']

function StartSession({ session }: { readonly session: SessionView }) {
  const [hours, setHours] = useState<Hours>('8')
  const isAsking = session.stage !== 'none'
  return (
    <div className="session-start">
      <Segments label="How long" segments={HOURS} value={hours} onChange={setHours} />
      {session.stage === 'onDevice' ? (
        <ActionButton tone="quiet" onPress={() => order('endSession', {})}>
          Cancel
        </ActionButton>
      ) : null}
      <ActionButton
        tone="ink"
        isDisabled={isAsking}
        isPending={isAsking}
        onPress={() => order('startSession', { hours: Number(hours) })}
      >
        Approve on the Ledger
      </ActionButton>
    </div>
  )
}

function ActiveSession({ session }: { readonly session: SessionView }) {
  const seconds = useSecondsUntil(session.validUntilMs ?? 0)
  return (
    <div className="session-active">
      <dl className="custody-facts">
        <div>
          <dt>Time left</dt>
          <dd className="custody-figure">{leftText(seconds)}</dd>
        </div>
        <div>
          <dt>Ends</dt>
          <dd>{session.validUntilMs === null ? '' : exactMoment(session.validUntilMs)}</dd>
        </div>
        <div className="custody-wide">
          <dt>Key</dt>
          <dd>
            <code
              className="selectable"
              data-name="sessionAgent"
              data-exact={session.agentAddress ?? ''}
            >
              {session.agentAddress}
            </code>
          </dd>
        </div>
      </dl>
      <ActionButton tone="danger" onPress={() => order('endSession', {})}>
        End the session now
      </ActionButton>
    </div>
  )
}

/** The optional key for exits: what it may do, how long it lasts, and the way to be rid of it. */
export function SessionPanel() {
  const { session, question } = useDesk((slices) => ({
    session: slices.custody.session,
    question: slices.custody.deviceQuestion,
  }))
  return (
    <Panel title="Trading session" className="custody-panel">
      <div className="session-state" data-stage={session.stage}>
        <span className="session-light" aria-hidden="true" />
        <p role="status">{sessionSentence(session)}</p>
      </div>
      {session.problem === null ? null : (
        <div className="custody-problem" role="alert" data-code={session.problem.code}>
          <Icon name="warning" />
          <p>{session.problem.message}</p>
        </div>
      )}
      {session.stage === 'onDevice' ? (
        <DeviceNote question={question}>
          <dl className="custody-facts">
            <div className="custody-wide">
              <dt>agentAddress</dt>
              <dd>
                <code className="selectable">{session.agentAddress}</code>
              </dd>
            </div>
            <div className="custody-wide">
              <dt>agentName</dt>
              <dd>
                <code className="selectable">{session.agentName}</code>
              </dd>
            </div>
            {session.validUntilMs === null ? null : (
              <div className="custody-wide">
                <dt>That is until</dt>
                <dd>{exactMoment(session.validUntilMs)}</dd>
              </div>
            )}
          </dl>
        </DeviceNote>
      ) : null}
      {session.stage === 'active' ? (
        <ActiveSession session={session} />
      ) : (
        <StartSession session={session} />
      )}
      <div className="session-rights">
        <section aria-label="It may">
          <h3>It may, without asking</h3>
          <ul>
            <li>close or reduce a position, within 2 % of the price</li>
            <li>cancel entries</li>
            <li>add a stop, or move one closer</li>
          </ul>
        </section>
        <section aria-label="It never">
          <h3>It never</h3>
          <ul>
            <li>opens or adds to a position</li>
            <li>loosens or takes away the stop of a position</li>
            <li>moves money: the venue gives no key like it that right</li>
          </ul>
        </section>
      </div>
      <p className="custody-small">
        The key is made here and kept in memory only. Locking the screen, sleep, the kill switch and
        quitting wipe it. These limits are kept by this desk, twice, and not by the venue: whoever
        had the key could trade with it until it ends.
      </p>
    </Panel>
  )
}
