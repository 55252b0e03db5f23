import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { DifferencesTable } from './DifferencesTable.tsx'
import { HealthCells } from './HealthCells.tsx'

/** How every part of the desk is, and where it differs from the venue. */
export function HealthScreen() {
  return (
    <ScreenFrame
      title="Health"
      lead="Each part of the desk, with the reason where one is not well."
    >
      <HealthCells />
      <DifferencesTable />
    </ScreenFrame>
  )
}
