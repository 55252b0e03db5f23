import { useEffect, useEffectEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { AlertLevel, AlertsView } from '#contract/alerts.ts'
import type { Answer } from '#contract/desk-api.ts'
import { ask } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { SecretField } from '../../ui/SecretField.tsx'
import type { Segment } from '../../ui/Segments.tsx'
import { Segments } from '../../ui/Segments.tsx'

const LEVELS: readonly Segment<AlertLevel>[] = [
  { key: 'all', text: 'Everything' },
  { key: 'important', text: 'Important' },
  { key: 'quiet', text: 'Quiet' },
]

interface Alerts {
  /** Null before the first answer. */
  readonly view: AlertsView | null
  /** Why there are none here. */
  readonly refusal: string | null
  /** Shows what came of a change; true when it was taken. */
  readonly take: (answer: Answer<AlertsView>) => boolean
}

function useAlerts(): Alerts {
  const [view, setView] = useState<AlertsView | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const askOnce = useEffectEvent(async () => {
    const answer = await ask('getAlerts', {})
    if (answer.ok) setView(answer.value)
    else setRefusal(answer.error.message)
  })
  useEffect(() => void askOnce(), [])
  const take = (answer: Answer<AlertsView>): boolean => {
    if (answer.ok) setView(answer.value)
    else notify('error', answer.error.message)
    return answer.ok
  }
  return { view, refusal, take }
}

interface PartProps {
  readonly view: AlertsView
  readonly take: Alerts['take']
}

/** A passphrase keeps the webhook and was not given since the start. */
function Unlock({ take }: PartProps) {
  const [passphrase, setPassphrase] = useState('')
  const unlock = async (): Promise<void> => {
    if (take(await ask('unlockAlerts', { passphrase }))) setPassphrase('')
  }
  return (
    <Form
      className="alert-form"
      aria-label="Unlock the webhook"
      onSubmit={(event) => {
        event.preventDefault()
        void unlock()
      }}
    >
      <SecretField
        label="Passphrase"
        value={passphrase}
        onChange={setPassphrase}
        hint="It keeps the webhook of this folder; alerts wait for it."
      />
      <ActionButton type="submit" isDisabled={passphrase === ''}>
        Unlock
      </ActionButton>
    </Form>
  )
}

function EnterHook({ view, take }: PartProps) {
  const [hook, setHook] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const save = async (): Promise<void> => {
    const kept = passphrase === '' ? null : passphrase
    if (!take(await ask('setAlertHook', { hook, passphrase: kept }))) return
    setHook('')
    setPassphrase('')
  }
  return (
    <Form
      className="alert-form"
      aria-label="Enter a webhook"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <SecretField
        label="Webhook of Discord"
        value={hook}
        onChange={setHook}
        hint="From the settings of a channel, under Integrations. It is a secret and is not shown again."
      />
      {view.needsPassphrase ? (
        <SecretField
          label="Passphrase (may stay empty)"
          value={passphrase}
          onChange={setPassphrase}
          hint="Keeps the webhook over a restart, which then asks for it. Without one it is forgotten at the end."
        />
      ) : null}
      <ActionButton type="submit" isDisabled={hook === ''}>
        Save
      </ActionButton>
    </Form>
  )
}

function Hook({ view, take }: PartProps) {
  const [isTesting, setIsTesting] = useState(false)
  const test = async (): Promise<void> => {
    setIsTesting(true)
    const answer = await ask('testAlert', {})
    setIsTesting(false)
    if (answer.ok) notify('info', 'Discord took the test alert.')
    else notify('error', answer.error.message)
    take(await ask('getAlerts', {}))
  }
  return (
    <div className="alert-hook">
      <code data-name="alertHook">{view.hook}</code>
      <ActionButton size="small" isPending={isTesting} onPress={() => void test()}>
        Send a test
      </ActionButton>
    </div>
  )
}

function Channel(props: PartProps) {
  const { view, take } = props
  const forget = async (): Promise<void> => {
    take(await ask('setAlertHook', { hook: null, passphrase: null }))
  }
  return (
    <>
      {view.isLocked ? <Unlock {...props} /> : null}
      {view.hook === null && !view.isLocked ? <EnterHook {...props} /> : null}
      {view.hook === null ? null : <Hook {...props} />}
      {view.hook === null && !view.isLocked ? null : (
        <ActionButton size="small" tone="quiet" onPress={() => void forget()}>
          Forget the webhook
        </ActionButton>
      )}
      {view.problem === null ? null : <p role="alert">{view.problem}</p>}
      <p className="setting-note">{view.keeping}</p>
    </>
  )
}

/** What the desk tells a channel of its owner's, while nobody sits at it. */
export function AlertSettings() {
  const { view, refusal, take } = useAlerts()
  const choose = async (level: AlertLevel): Promise<void> => {
    take(await ask('setAlertLevel', { level }))
  }
  return (
    <section className="setting-group" aria-labelledby="setting-alerts">
      <h2 id="setting-alerts">Alerts to Discord</h2>
      {view === null ? (
        <p className="setting-note" role="status">
          {refusal ?? 'Looking…'}
        </p>
      ) : (
        <>
          <div className="setting">
            <div>
              <p className="setting-name">What is told</p>
              <p className="setting-note">
                As the notifications of the system, also while you look at the desk; the same one
                again after a quarter of an hour at the earliest.
              </p>
            </div>
            <Segments
              label="What is told to Discord"
              segments={LEVELS}
              value={view.level}
              onChange={(level) => void choose(level)}
            />
          </div>
          <Channel view={view} take={take} />
        </>
      )}
    </section>
  )
}
