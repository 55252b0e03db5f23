import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { Panel } from '../../ui/Panel.tsx'
import { Segments } from '../../ui/Segments.tsx'

const DRIVERS = [
  { key: 'automatic', text: 'Automatic' },
  { key: 'kit', text: 'Device Management Kit' },
  { key: 'ledgerjs', text: 'LedgerJS' },
] as const

/** Which of Ledger's two libraries speaks to the device. */
export function DriverPanel() {
  const driver = useDesk((slices) => slices.custody.driver)
  return (
    <Panel title="Driver" className="custody-panel">
      <Segments
        label="Driver"
        segments={DRIVERS}
        value={driver.setting}
        onChange={(setting) => order('setDriver', { setting })}
      />
      <p className="custody-small">
        Automatic takes Ledger’s Device Management Kit. LedgerJS is for older apps on the device.
        Both are cut off from Ledger’s servers, and neither ever sends a bare hash.
        {driver.isFixed ? ' The command line decides until the next start.' : ''}
      </p>
    </Panel>
  )
}
