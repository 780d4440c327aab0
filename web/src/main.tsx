import './styles/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Console } from './app/console'

const root = document.getElementById('root')
if (root) createRoot(root).render(<StrictMode><Console /></StrictMode>)
