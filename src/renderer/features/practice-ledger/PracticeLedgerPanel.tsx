import './practice-ledger-panel.css'
import type { PracticeLedgerView } from '#contract/custody-views.ts'
import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { DeviceButton } from './DeviceButton.tsx'

function PageDots({ index, count }: { readonly index: number; readonly count: number }) {
  if (count <= 1) return null
  return (
    <span className="device-page">
      <span aria-hidden="true">
        {index + 1}/{count}
      </span>
      <span className="visually-hidden">
        Page {index + 1} of {count}
      </span>
    </span>
  )
}

function DeviceScreen({ device }: { readonly device: PracticeLedgerView }) {
  return (
    <div
      className="device-screen"
      role="status"
      aria-label="Screen of the practice Ledger"
      data-busy={device.isBusy}
    >
      <p className="device-title">{device.title}</p>
      {device.text === '' ? null : <p className="device-text selectable">{device.text}</p>}
      <PageDots index={device.pageIndex} count={device.pageCount} />
    </div>
  )
}

/** The two-button device of paper mode: its screen, its buttons and the autopilot. */
export function PracticeLedgerPanel() {
  const { device, hasAutopilot, isAutopilotOn } = useDesk((slices) => ({
    device: slices.practiceLedger,
    hasAutopilot: slices.status.hasAutopilot,
    isAutopilotOn: slices.status.isAutopilotOn,
  }))
  if (device === null) return null
  return (
    <Panel
      title="Practice Ledger"
      className="practice-ledger"
      aside={
        hasAutopilot ? (
          <Toggle isOn={isAutopilotOn} onChange={(isOn) => order('setAutopilot', { isOn })}>
            Autopilot
          </Toggle>
        ) : null
      }
    >
      <div className="device">
        <div className="device-body">
          <DeviceButton button="left" action={device.left} />
          <DeviceScreen device={device} />
          <DeviceButton button="right" action={device.right} />
          <DeviceButton button="both" action={device.both} />
        </div>
        {isAutopilotOn ? (
          <p className="device-note">
            The autopilot presses by itself. It exists in paper mode only.
          </p>
        ) : null}
      </div>
    </Panel>
  )
}
