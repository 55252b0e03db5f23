import './app.css'
import { useDeskStore } from '../state/desk-store.ts'
import { Announcer } from './Announcer.tsx'
import { Desk } from './Desk.tsx'
import { DeskFault } from './DeskFault.tsx'
import { Notices } from './Notices.tsx'

/** Before the first snapshot, or when none could be had. */
function Waiting({ failure }: { readonly failure: string | null }) {
  return (
    <main className="waiting-screen">
      <h1>Countersign</h1>
      {failure === null ? (
        <p role="status">Reading the log…</p>
      ) : (
        <p role="alert">The desk did not open. {failure} It keeps trying.</p>
      )}
    </main>
  )
}

export function App() {
  const { hasSlices, failure } = useAppState()
  return (
    <>
      <DeskFault>{hasSlices ? <Desk /> : <Waiting failure={failure} />}</DeskFault>
      <Notices />
      <Announcer />
    </>
  )
}

function useAppState() {
  const hasSlices = useDeskStore((mirror) => mirror.slices !== null)
  const failure = useDeskStore((mirror) => mirror.failure)
  return { hasSlices, failure }
}
