import './orders.css'
import { useState } from 'react'
import { LineField } from '../../ui/LineField.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { CancelAllButton } from './CancelAllButton.tsx'
import { FillsHistory } from './FillsHistory.tsx'
import { OpenOrdersTable } from './OpenOrdersTable.tsx'

/** Every order that rests, and every fill that there ever was. */
export function OrdersScreen() {
  const [find, setFind] = useState('')
  return (
    <ScreenFrame title="Orders and fills" layout="fill">
      <div className="orders-screen">
        <Panel
          title="Open orders"
          aside={
            <>
              <LineField
                label="Find an open order"
                isLabelHidden
                value={find}
                onChange={setFind}
                placeholder="Market, role, side, number"
                lengthMax={60}
              />
              <CancelAllButton />
            </>
          }
        >
          <OpenOrdersTable find={find} />
        </Panel>
        <FillsHistory />
      </div>
    </ScreenFrame>
  )
}
