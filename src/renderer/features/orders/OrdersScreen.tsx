import './orders.css'
import { Panel } from '../../ui/Panel.tsx'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { CancelAllButton } from './CancelAllButton.tsx'
import { FillsHistory } from './FillsHistory.tsx'
import { OpenOrdersTable } from './OpenOrdersTable.tsx'

/** Every order that rests, and every fill that there ever was. */
export function OrdersScreen() {
  return (
    <ScreenFrame title="Orders and fills" layout="fill">
      <div className="orders-screen">
        <Panel title="Open orders" aside={<CancelAllButton />}>
          <OpenOrdersTable />
        </Panel>
        <FillsHistory />
      </div>
    </ScreenFrame>
  )
}
