import './risk-screen.css'
import { useState } from 'react'
import { isAccelerator, NO_ACCELERATOR } from '#contract/accelerator.ts'
import type { RiskView } from '#contract/risk-views.ts'
import { order, tell } from '../../state/desk-request.ts'
import { notify } from '../../state/notices.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { LineField } from '../../ui/LineField.tsx'
import { Toggle } from '../../ui/Toggle.tsx'

/** Off: no entry by hand or by a strategy, and none rests any more; exits go on. */
function Instruments({ instruments }: Pick<RiskView, 'instruments'>) {
  return (
    <ul className="risk-switches">
      {instruments.map(({ coin, isOn }) => (
        <li key={coin}>
          <Toggle
            isOn={isOn}
            label={`Entries in ${coin}`}
            onChange={(wanted) => order('setInstrument', { coin, isOn: wanted })}
          >
            {coin}
          </Toggle>
        </li>
      ))}
    </ul>
  )
}

/** Stops entries from whatever window has the focus. */
function KillHotkey({ killHotkey }: Pick<RiskView, 'killHotkey'>) {
  const { accelerator, isRegistered } = killHotkey
  const [text, setText] = useState(accelerator ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const save = (): void => {
    const wanted = text.trim()
    if (wanted !== '' && !isAccelerator(wanted)) {
      setProblem(NO_ACCELERATOR)
      return
    }
    tell('setKillHotkey', { accelerator: wanted === '' ? null : wanted }).catch(() =>
      notify('error', 'The desk does not answer.'),
    )
  }
  const note =
    accelerator === null
      ? 'No global hotkey.'
      : isRegistered
        ? 'Works in every window.'
        : 'The system did not give it: another program has it.'
  return (
    <DialogForm onSubmit={save}>
      <div className="risk-hotkey">
        <LineField
          label="Global hotkey of the kill switch"
          value={text}
          onChange={(next) => {
            setText(next)
            setProblem(null)
          }}
          problem={problem}
        />
        <ActionButton type="submit" size="small" isDisabled={text.trim() === (accelerator ?? '')}>
          Set
        </ActionButton>
      </div>
      <p className={isRegistered || accelerator === null ? 'risk-faint' : 'risk-warning'}>{note}</p>
    </DialogForm>
  )
}

export function RiskSwitches(props: Pick<RiskView, 'instruments' | 'killHotkey'>) {
  return (
    <section className="risk-part" aria-label="Switches">
      <h2 className="risk-heading">Entries in</h2>
      <Instruments instruments={props.instruments} />
      <p className="risk-faint">
        Off also cancels entries that rest at the venue; positions, their stops and exits stay.
      </p>
      <p className="risk-faint">Strategies have their switches on their own screen.</p>
      <KillHotkey key={props.killHotkey.accelerator} killHotkey={props.killHotkey} />
    </section>
  )
}
