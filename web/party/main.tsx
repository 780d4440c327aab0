import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../src/styles/tokens.css'
import './party.css'
import { App } from './app'
import { Party } from './party'

const dark = matchMedia('(prefers-color-scheme: dark)')
const paint = () => { document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light' }
dark.addEventListener('change', paint)
paint()

const me = Number(new URLSearchParams(location.search).get('me'))
const party = new Party()
if (me > 0) void party.start(me)

const root = document.getElementById('root')
if (root) createRoot(root).render(<StrictMode><App party={party} picked={me > 0} /></StrictMode>)
