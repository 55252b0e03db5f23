import './first-run-screen.css'
import type { ReactNode } from 'react'
import { AccountPage } from './AccountPage.tsx'
import { useFirstRun } from './first-run.ts'
import { ResultPage } from './ResultPage.tsx'
import { WelcomePage } from './WelcomePage.tsx'

function pageOf(step: ReturnType<typeof useFirstRun>['step']): ReactNode {
  if (step === 'account') return <AccountPage />
  if (step === 'result') return <ResultPage />
  return <WelcomePage />
}

/** The pages of the first run; its other steps are a band over the desk. */
export function FirstRunScreen() {
  const { step } = useFirstRun()
  return <div className="first-run">{pageOf(step)}</div>
}
