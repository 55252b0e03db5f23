import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { allowEmptyHtml } from './app/empty-html.ts'
// after the styles of the parts, whose places it changes
import './styles/reflow.css'
import { connectDesk } from './state/desk-connection.ts'
import { deskApi } from './state/desk-window.ts'
import { followTheme } from './state/theme.ts'

const container = document.getElementById('root')
if (container === null) throw new Error('index.html has no element with the id "root"')

allowEmptyHtml()
followTheme()
connectDesk(deskApi())
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
